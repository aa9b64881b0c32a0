// Guests that watch one question: one socket each. Says when all are in; answers what each heard, and when. Ends with its parent.
import { once } from 'node:events';
import { io } from 'socket.io-client';

const AT_ONCE = 50;
const [{ url, room, sockets }] = await once(process, 'message');
const heard = [];

function arrive() {
  return new Promise((resolve, reject) => {
    const socket = io(`${url}/live`, { transports: ['websocket'], forceNew: true, reconnection: false });
    socket.on('connect_error', reject);
    socket.on('event', ({ type, data }) => {
      if (type === 'answer.posted.v1') heard.push([data.answerId, Date.now()]);
    });
    socket.on('connect', async () => {
      const { ok, problem } = await socket.timeout(30_000).emitWithAck('join', { room });
      if (ok) resolve();
      else reject(new Error(JSON.stringify(problem)));
    });
  });
}

process.on('disconnect', () => process.exit(0));
for (let at = 0; at < sockets; at += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, sockets - at) }, arrive));
process.on('message', () => process.send({ heard }));
process.send({ online: sockets });
