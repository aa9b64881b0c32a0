import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageOutlet } from './page-outlet.js';
import type { Outcome } from './page-state.js';
import { ScrollMemory } from './scroll-memory.js';
import { type Services, ServicesProvider } from './services.js';
import { MemberProvider, useSessionMember } from './session.js';
import { Shell } from './shell/shell.js';

export interface AppProps {
  services: Services;
  queries: QueryClient;
  outcome: Outcome | null;
}

function WithMember({ children }: { children: ReactNode }) {
  return <MemberProvider value={useSessionMember()}>{children}</MemberProvider>;
}

/** Everything inside the router; the same tree on the server and in the browser. */
export function App({ services, queries, outcome }: AppProps) {
  return (
    <ServicesProvider value={services}>
      <QueryClientProvider client={queries}>
        <WithMember>
          <Shell>
            <PageOutlet outcome={outcome} />
          </Shell>
        </WithMember>
        <ScrollMemory />
      </QueryClientProvider>
    </ServicesProvider>
  );
}
