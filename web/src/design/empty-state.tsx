import type { ReactNode } from 'react';
import { Icon } from './icon.js';
import './state.css';
import type { IconName } from './icons.js';

/** A list with nothing in it: what would be here, and the way to the first one. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="state">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
