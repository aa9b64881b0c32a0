import { useSyncExternalStore } from 'react';

const WAIT_MS = 600;
const PREFIX = 'cairn.draft.';

export type DraftState = 'clean' | 'unsaved' | 'saved' | 'restored';

interface Kept {
  /** Null when there is no draft. */
  value: string | null;
  state: DraftState;
}

export interface Draft {
  value: string;
  state: DraftState;
  set: (value: string) => void;
  /** Forgets the draft and shows what was there at first. */
  clear: () => void;
}

const CLEAN: Kept = { value: null, state: 'clean' };

const drafts = new Map<string, Kept>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();

function store(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function draftOf(key: string): Kept {
  const known = drafts.get(key);
  if (known) return known;
  const value = stored(key);
  const kept: Kept = value === null ? CLEAN : { value, state: 'restored' };
  drafts.set(key, kept);
  return kept;
}

function keep(key: string, kept: Kept): void {
  drafts.set(key, kept);
  for (const notify of listeners) notify();
}

function write(key: string, value: string): void {
  keep(key, { value, state: 'unsaved' });
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => keep(key, { value, state: store(key, value) ? 'saved' : 'unsaved' }), WAIT_MS));
}

function forget(key: string): void {
  clearTimeout(timers.get(key));
  store(key, null);
  keep(key, CLEAN);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A text that survives leaving the page: kept in this browser shortly after every change. The first rendering is the server's, without it. */
export function useDraft(key: string, initial: string): Draft {
  const kept = useSyncExternalStore(subscribe, () => draftOf(key), () => CLEAN);
  return { value: kept.value ?? initial, state: kept.state, set: (value) => write(key, value), clear: () => forget(key) };
}
