import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { PageOutlet } from './page-outlet.js';
import type { Outcome } from './page-state.js';
import { type Services, ServicesProvider } from './services.js';
import { ReaderProvider, useReader } from './session.js';
import { Shell } from './shell/shell.js';
import { useLazy } from './use-lazy.js';

export interface AppProps {
  services: Services;
  queries: QueryClient;
  outcome: Outcome | null;
}

function WithReader({ children }: { children: ReactNode }) {
  return <ReaderProvider value={useReader()}>{children}</ReaderProvider>;
}

/** Marks in the browser's own timeline when the page answers to the reader. */
function Liveness() {
  useEffect(() => void performance.mark('cairn:live'), []);
  return null;
}

/** Of use from the second page on, so it comes after the first. */
function Scrolling() {
  const memory = useLazy(() => import('./scroll-memory.js'), [], true);
  return memory ? <memory.ScrollMemory /> : null;
}

/** Everything inside the router; the same tree on the server and in the browser. */
export function App({ services, queries, outcome }: AppProps) {
  return (
    <ServicesProvider value={services}>
      <QueryClientProvider client={queries}>
        <WithReader>
          <Shell>
            <PageOutlet outcome={outcome} />
          </Shell>
        </WithReader>
      </QueryClientProvider>
      <Scrolling />
      <Liveness />
    </ServicesProvider>
  );
}
