import { Component, type ReactNode } from 'react';
import { asApiError } from '../api/api-error.js';
import { Status } from './status.js';

interface Props {
  /** Where the reader is; going elsewhere clears the failure. */
  place: string;
  children: ReactNode;
}

interface State {
  error: unknown;
  place: string;
}

/** Catches what a page throws while rendering, a chunk of an older build that is gone included; the shell stays usable. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error('unknown') };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.place === state.place ? null : { error: null, place: props.place };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const { status, requestId } = asApiError(error);
    return <Status status={status} requestId={requestId} />;
  }
}
