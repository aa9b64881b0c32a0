import { PageLink } from '../app/page-link.js';
import './tabs.css';

export interface Tab {
  to: string;
  label: string;
  current: boolean;
}

/** Links that choose a view of the same list; the address holds the choice. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <PageLink key={tab.to} to={tab.to} aria-current={tab.current ? 'page' : undefined}>
          {tab.label}
        </PageLink>
      ))}
    </nav>
  );
}
