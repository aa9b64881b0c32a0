import { Suspense, use, useEffect, useRef, useState } from 'react';
import { useLocation, useRoutes } from 'react-router';
import { PageSkeleton } from '../design/page-skeleton.js';
import { bringPage, readyPage } from './bring-page.js';
import { PageBoundary } from './page-boundary.js';
import type { Outcome } from './page-state.js';
import { type RouteEntry, ROUTES } from './routes.js';
import { useI18n } from './services.js';
import { useMember, useSuspension } from './session.js';
import { Status } from './status.js';

function LazyPage({ entry }: { entry: RouteEntry }) {
  const i18n = useI18n();
  const member = useMember();
  if (entry.members && !member) return <Status status={401} />;
  const { Page } = readyPage(entry) ?? use(bringPage(entry, i18n));
  return <Page />;
}

const ELEMENTS = [
  ...ROUTES.map((entry) => ({ path: entry.path, element: <LazyPage key={entry.path} entry={entry} /> })),
  { path: '*', element: <Status status={404} /> },
];

/** The page of the address; a failure the server met stands in its place until the reader goes elsewhere. */
export function PageOutlet({ outcome }: { outcome: Outcome | null }) {
  const page = useRoutes(ELEMENTS);
  const location = useLocation();
  const first = useRef(location);
  const [failure, setFailure] = useState(outcome);
  const isShutOut = useSuspension() !== null;
  useEffect(() => {
    if (location !== first.current) setFailure(null);
  }, [location]);
  return (
    <Suspense fallback={<PageSkeleton />}>
      <PageBoundary place={location.pathname}>{isShutOut ? <Status status={403} /> : failure ? <Status status={failure.status} requestId={failure.requestId} /> : page}</PageBoundary>
    </Suspense>
  );
}
