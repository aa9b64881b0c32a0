// The ceiling: a Fastify that answers every address with the same bytes. Its parent sends them and is told the port.
import Fastify from 'fastify';

let answer = { headers: {}, body: Buffer.from('') };

const server = Fastify();
server.get('/*', (_request, reply) => reply.headers(answer.headers).send(answer.body));
await server.listen({ host: '127.0.0.1', port: 0 });
process.on('message', ({ headers, body }) => {
  answer = { headers, body: Buffer.from(body, 'base64') };
  process.send({ ready: true });
});
process.on('disconnect', () => process.exit(0));
process.send({ port: server.server.address().port });
