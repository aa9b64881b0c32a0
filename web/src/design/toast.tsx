import { useSyncExternalStore } from 'react';

const SHOWN_MS = 4000;

let current = '';
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(text: string): void {
  current = text;
  for (const notify of listeners) notify();
}

/** Confirms for a moment something that worked. Failures are shown where they happened instead. */
export function toast(text: string): void {
  clearTimeout(timer);
  show(text);
  timer = setTimeout(() => show(''), SHOWN_MS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function ToastRegion() {
  const text = useSyncExternalStore(subscribe, () => current, () => '');
  return (
    <div className="toast" role="status">
      {text !== '' && <span>{text}</span>}
    </div>
  );
}
