import { useEffect, useState } from 'react';

const WAIT_MS = 600;
const PREFIX = 'cairn.draft.';

export type DraftState = 'clean' | 'unsaved' | 'saved' | 'restored';

export interface Draft {
  value: string;
  state: DraftState;
  set: (value: string) => void;
  /** Forgets the draft and shows what was there at first. */
  clear: () => void;
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

/** A text that survives leaving the page: kept in this browser shortly after every change. */
export function useDraft(key: string, initial: string): Draft {
  const [value, setValue] = useState(initial);
  const [state, setState] = useState<DraftState>('clean');

  // After the first rendering, which has to be the server's.
  useEffect(() => {
    const kept = read(key);
    if (kept === null || kept === initial) return;
    setValue(kept);
    setState('restored');
  }, [key]);

  useEffect(() => {
    if (state !== 'unsaved') return;
    const timer = setTimeout(() => setState(write(key, value === initial ? null : value) ? 'saved' : 'unsaved'), WAIT_MS);
    return () => clearTimeout(timer);
  }, [key, value, state]);

  return {
    value,
    state,
    set: (changed) => {
      setValue(changed);
      setState('unsaved');
    },
    clear: () => {
      write(key, null);
      setValue(initial);
      setState('clean');
    },
  };
}
