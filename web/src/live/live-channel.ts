import { io, type Socket } from 'socket.io-client';
import { STATE_ELEMENT } from '../app/page-state.js';

export interface LiveEvent {
  id: string;
  seq: number;
  type: string;
  at: string;
  room: string;
  data: Record<string, string | null | undefined>;
}

interface Room {
  since: number | undefined;
  listeners: Set<(event: LiveEvent) => void>;
  resets: Set<() => void>;
}

type JoinAnswer = { ok: true; seq: number } | { ok: false };

const rooms = new Map<string, Room>();
let socket: Socket | undefined;

function join(name: string, room: Room): void {
  socket?.emit('join', { room: name, ...(room.since === undefined ? {} : { since: room.since }) }, (answer: JoinAnswer) => {
    if (answer.ok) room.since = Math.max(room.since ?? 0, answer.seq);
  });
}

function connect(): Socket {
  const made = io('/live', { path: '/socket.io', transports: ['websocket', 'polling'], reconnectionDelayMax: 15_000 });
  made.on('connect', () => rooms.forEach((room, name) => join(name, room)));
  made.on('event', (event: LiveEvent) => {
    const room = rooms.get(event.room);
    if (!room || (room.since !== undefined && event.seq <= room.since)) return;
    room.since = event.seq;
    for (const listener of room.listeners) listener(event);
  });
  made.on('reset', ({ room: name, seq }: { room: string; seq: number }) => {
    const room = rooms.get(name);
    if (!room) return;
    room.since = seq;
    for (const reset of room.resets) reset();
  });
  return made;
}

/** Up to which a page that follows a room has seen everything as it was served. Only its own room begins there: other pages are read later. */
function seqOfPage(): number | undefined {
  const { dataset } = document.getElementById(STATE_ELEMENT)!;
  const { seq } = dataset;
  delete dataset['seq'];
  return seq === undefined ? undefined : +seq;
}

/**
 * Follows a room until the returned function is called. Events come once each and in order, those of a lost connection afterwards;
 * `onReset` means that too much was missed and the page must be read again.
 */
export function follow(name: string, onEvent: (event: LiveEvent) => void, onReset: () => void): () => void {
  const known = rooms.get(name);
  const room = known ?? { since: seqOfPage(), listeners: new Set(), resets: new Set() };
  room.listeners.add(onEvent);
  room.resets.add(onReset);
  rooms.set(name, room);
  if (!socket) socket = connect();
  else if (!known && socket.connected) join(name, room);
  return () => {
    room.listeners.delete(onEvent);
    room.resets.delete(onReset);
    if (room.listeners.size > 0) return;
    rooms.delete(name);
    socket?.emit('leave', { room: name });
  };
}
