import { useRef, useState } from 'react';
import { type ApiError, asApiError } from '../api/api-error.js';

export interface Action<A extends unknown[]> {
  /** Runs once at a time; answers true when it worked. A second call while one runs is ignored. */
  run: (...args: A) => Promise<boolean>;
  pending: boolean;
  error: ApiError | null;
  clear: () => void;
}

/** A write with its pending state and its failure, to be shown where it was started. */
export function useAction<A extends unknown[]>(effect: (...args: A) => Promise<unknown>): Action<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const running = useRef(false);

  const run = async (...args: A): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setPending(true);
    setError(null);
    try {
      await effect(...args);
      return true;
    } catch (failure) {
      setError(asApiError(failure));
      return false;
    } finally {
      running.current = false;
      setPending(false);
    }
  };
  return { run, pending, error, clear: () => setError(null) };
}
