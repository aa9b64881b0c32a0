import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, type ErrorDefinition, newId } from '#libs/kernel';
import { HEADERS_TOO_LARGE, REQUEST_MALFORMED, TIMED_OUT } from '../problem/http.errors.js';
import { PROBLEM_TYPE, toProblem } from '../problem/problem.js';
import { SECURITY_HEADERS } from './security-headers.js';

const BY_CODE = new Map<string | undefined, ErrorDefinition>([
  ['HPE_HEADER_OVERFLOW', HEADERS_TOO_LARGE],
  ['ERR_HTTP_REQUEST_TIMEOUT', TIMED_OUT],
]);

/** What Node's parser refuses never reaches Fastify's router; the answer is written by hand on the socket. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toProblem(new AppError(BY_CODE.get(error.code) ?? REQUEST_MALFORMED), newId());
  const body = JSON.stringify(problem);
  const headers = {
    ...SECURITY_HEADERS,
    'x-request-id': problem.requestId,
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}
