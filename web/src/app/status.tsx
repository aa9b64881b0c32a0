import { use } from 'react';

type StatusModule = typeof import('./status-page.js');

let ready: StatusModule | undefined;
let bringing: Promise<StatusModule> | undefined;

/** Source of the page for failures, as the build manifest names it. */
export const STATUS_SOURCE = 'src/app/status-page.tsx';

export function bringStatus(): Promise<StatusModule> {
  bringing ??= import('./status-page.js').then((module) => (ready = module));
  bringing.catch(() => (bringing = undefined));
  return bringing;
}

/** A page that could not be shown. Most visits never see one, so its code comes when it is needed. */
export function Status({ status, requestId = null }: { status: number; requestId?: string | null }) {
  const { StatusPage } = ready ?? use(bringStatus());
  return <StatusPage status={status} requestId={requestId} />;
}
