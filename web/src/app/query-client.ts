import { QueryClient } from '@tanstack/react-query';
import { asApiError } from '../api/api-error.js';

const FRESH_MS = 30_000;
const RETRIES = 2;

/** Only what may pass by itself is tried again: no answer, or the server's own trouble. */
function mayRetry(failures: number, error: Error): boolean {
  const { status } = asApiError(error);
  return failures < RETRIES && (status === 0 || status >= 502);
}

export function createQueryClient(isServer: boolean): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: isServer ? false : mayRetry, refetchOnWindowFocus: false } },
  });
}
