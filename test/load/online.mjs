// Members that are there: one socket each, in the room of some question. Says when all are in; ends with its parent.
import { once } from 'node:events';
import { io } from 'socket.io-client';

const AT_ONCE = 50;
const [{ url, tokens, questions }] = await once(process, 'message');

function arrive(token, questionId) {
  return new Promise((resolve, reject) => {
    const socket = io(`${url}/live`, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
    socket.on('connect_error', reject);
    socket.on('connect', async () => {
      const { ok, problem } = await socket.timeout(30_000).emitWithAck('join', { room: `question:${questionId}` });
      if (ok) resolve();
      else reject(new Error(JSON.stringify(problem)));
    });
  });
}

process.on('disconnect', () => process.exit(0));
for (let at = 0; at < tokens.length; at += AT_ONCE) {
  await Promise.all(tokens.slice(at, at + AT_ONCE).map((token, n) => arrive(token, questions[(at + n) % questions.length])));
}
process.send({ online: tokens.length });
