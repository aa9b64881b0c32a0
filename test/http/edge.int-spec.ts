import { randomUUID } from 'node:crypto';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '#libs/http';
import { ApiCaller, type Call } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

interface Question {
  id: string;
  title: string;
  version: number;
}

const NEW = { title: 'How does one ask well?', body: 'With an example.', tags: ['asking'] };
const ABSENT = '01890000-0000-7000-8000-00000000000a';
const json = (text: string | Buffer): Call => ({ as: 'ada', body: text });

describe('the HTTP edge', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
    for (const handle of ['ada', 'alan']) await site.member(handle);
    await site.member('grace', 'moderator');
  });
  afterAll(async () => {
    await site.close();
  });

  const ask = async (body: object = {}): Promise<Question> => (await api.post<Question>('/api/questions', { as: 'ada', body: { ...NEW, ...body } })).body;
  const rows = async (): Promise<number> => (await site.db.query<{ n: number }>('select (select count(*) from questions.questions) + (select count(*) from documents.versions) as n'))[0]!.n;

  describe('given a bad body', () => {
    const half = `{"title":"${NEW.title} \\ud83d","body":"x","tags":["a"]}`;
    it.each<[string, Call, number, string, string?]>([
      ['a wrong type', { as: 'ada', body: { ...NEW, title: 7 } }, 422, 'REQUEST.INVALID', '/title'],
      ['a list', json('[]'), 422, 'REQUEST.INVALID', ''],
      ['a text', json('"text"'), 422, 'REQUEST.INVALID', ''],
      ['null', json('null'), 422, 'REQUEST.INVALID', ''],
      ['an unknown field', { as: 'ada', body: { ...NEW, authorId: ABSENT } }, 422, 'REQUEST.INVALID', '/authorId'],
      ['a field that is the server\'s to set', { as: 'ada', body: { ...NEW, score: 100 } }, 422, 'REQUEST.INVALID', '/score'],
      ['nothing at all', json(''), 422, 'REQUEST.INVALID', ''],
      ['no JSON', json('{"title":'), 400, 'REQUEST.MALFORMED'],
      ['two values', json('{}{}'), 400, 'REQUEST.MALFORMED'],
      ['1 MB', json(`"${'a'.repeat(1024 * 1024)}"`), 413, 'REQUEST.TOO_LARGE'],
      ['a list 10,000 deep', json('['.repeat(10_000) + ']'.repeat(10_000)), 422, 'REQUEST.INVALID'],
      ['an object 10,000 deep', json(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`), 422, 'REQUEST.INVALID'],
      ['a field 10,000 deep', json(`{"title":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 422, 'REQUEST.INVALID'],
      ['broken UTF-8', json(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400, 'REQUEST.MALFORMED'],
      ['overlong UTF-8', json(Buffer.from([0x22, 0xc0, 0x80, 0x22])), 400, 'REQUEST.MALFORMED'],
      ['UTF-16', json(Buffer.from('{}', 'utf16le')), 400, 'REQUEST.MALFORMED'],
      ['a NUL', { as: 'ada', body: { ...NEW, body: 'a\0b' } }, 422, 'REQUEST.INVALID', '/body'],
      ['half a character', json(half), 422, 'REQUEST.INVALID', '/title'],
      ['__proto__ as a key', json('{"__proto__":{"admin":true}}'), 400, 'REQUEST.MALFORMED'],
      ['__proto__ further in', json('{"title":{"__proto__":1}}'), 400, 'REQUEST.MALFORMED'],
      ['constructor.prototype', json('{"constructor":{"prototype":{"admin":true}}}'), 400, 'REQUEST.MALFORMED'],
      ['constructor as a key', json('{"constructor":1}'), 422, 'REQUEST.INVALID', '/constructor'],
      ['six tags, two of them the same', { as: 'ada', body: { ...NEW, tags: ['a', 'b', 'c', 'd', 'e', 'a'] } }, 422, 'REQUEST.INVALID', '/tags'],
      ['no tags', { as: 'ada', body: { ...NEW, tags: [] } }, 422, 'REQUEST.INVALID', '/tags'],
      ['a short title', { as: 'ada', body: { ...NEW, title: 'Too short' } }, 422, 'REQUEST.INVALID', '/title'],
      ['a long title', { as: 'ada', body: { ...NEW, title: 'x'.repeat(201) } }, 422, 'REQUEST.INVALID', '/title'],
      ['a body of more than 64 KB', { as: 'ada', body: { ...NEW, body: 'é'.repeat(32_769) } }, 422, 'REQUEST.INVALID', '/body'],
    ])('%s, should answer the right problem and write nothing', async (...[, call, status, code, pointer]) => {
      const before = await rows();
      const problem = await api.problem('POST', '/api/questions', call);
      expect([problem.status, problem.code]).toEqual([status, code]);
      if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
      expect(await rows()).toBe(before);
    });

    it.each<[string, Call]>([
      ['no JSON', { body: '{"title":' }],
      ['broken UTF-8', { body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }],
      ['__proto__ as a key', { body: '{"__proto__":{"admin":true}}' }],
      ['a wrong type', { body: { ...NEW, title: 7 } }],
      ['an unknown field', { body: { ...NEW, authorId: ABSENT } }],
    ])('%s, should first ask who sends it', async (_name, { body }) => {
      for (const [method, url] of [['POST', '/api/questions'], ['PATCH', `/api/questions/${ABSENT}`], ['PUT', `/api/questions/${ABSENT}/vote`], ['DELETE', `/api/questions/${ABSENT}`]] as const) {
        expect([method, (await api.problem(method, url, { body })).code]).toEqual([method, 'AUTH.SIGN_IN_REQUIRED']);
        expect([method, (await api.problem(method, url, { body, as: 'ada:read' })).code]).toEqual([method, 'AUTH.FORBIDDEN']);
        expect([400, 422, 404]).toContain((await api.problem(method, url, { body, as: 'ada' })).status);
      }
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonx', 'garbage'])('of type %s, should answer 415', async (type) => {
      const id = (await ask()).id;
      const problem = await api.problem('POST', `/api/questions/${id}/answers`, { as: 'alan', body: 'body=hello', headers: { 'content-type': type } });
      expect([problem.status, problem.code]).toEqual([415, 'REQUEST.UNSUPPORTED_MEDIA']);
    });

    it('should take exactly 64 KB of text, however it is escaped', async () => {
      const { id } = await ask();
      const body = `{"body":"${'\\u0061'.repeat(65_536)}"}`;
      expect((await api.post(`/api/questions/${id}/answers`, { as: 'alan', body })).status).toBe(201);
    });
  });

  describe('given a bad query', () => {
    const cursor = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url');
    const MOMENT = '2026-01-01T00:00:00.000000Z';
    it.each<[string, string]>([
      ['an unknown member', '/api/questions?colour=red'],
      ['an unknown member of a route without a query', `/api/questions/${ABSENT}?colour=red`],
      ['__proto__', '/api/questions?__proto__=1'],
      ['__proto__ as a path', '/api/questions?__proto__[admin]=1'],
      ['constructor', '/api/questions?constructor=1'],
      ['a limit of 0', '/api/questions?limit=0'],
      ['a limit of 101', '/api/questions?limit=101'],
      ['a repeated scalar', '/api/questions?limit=5&limit=5'],
      ['a repeated sort', '/api/questions?sort=new&sort=new'],
      ['an unknown sort', '/api/questions?sort=best'],
      ['a NUL', '/api/questions?tag=a%00'],
      ['an empty cursor', '/api/questions?cursor='],
      ['a cursor that is none', '/api/questions?cursor=abc'],
      ['a cursor with a bad moment', `/api/questions?sort=new&cursor=${cursor(['new', 'yesterday', ABSENT])}`],
      ['a cursor with a bad id', `/api/questions?sort=new&cursor=${cursor(['new', MOMENT, 'x'])}`],
      ['a cursor of another order', `/api/questions?sort=score&cursor=${cursor(['new', MOMENT, ABSENT])}`],
      ['a score cursor with a moment', `/api/questions?sort=score&cursor=${cursor(['score', MOMENT, ABSENT])}`],
      ['a cursor of members for tags', `/api/tags?cursor=${cursor([MOMENT, ABSENT])}`],
      ['a cursor of tags with a NUL', `/api/tags?cursor=${cursor([1, '\0'])}`],
      ['a cursor of tags beyond an int', `/api/tags?cursor=${cursor([1e12, 'a'])}`],
      ['a bad cursor of members', `/api/users?cursor=${cursor(['x', ABSENT])}`],
      ['a bad cursor of comments', `/api/comments?target=question:${ABSENT}&cursor=${cursor(['old', 'x', ABSENT])}`],
      ['a bad cursor of answers', `/api/questions/${ABSENT}/answers?cursor=${cursor([true, 1e10, MOMENT, ABSENT])}`],
      ['a bad cursor of revisions', `/api/questions/${ABSENT}/revisions?cursor=${cursor(['x'])}`],
      ['a bad cursor of followers', `/api/users/ada/followers?cursor=${cursor([1])}`],
      ['a target that is none', '/api/comments?target=question:7'],
      ['two targets', `/api/comments?target=question:${ABSENT}&target=question:${ABSENT}`],
      ['an author that is no handle', '/api/questions?author=%00'],
      ['a short title to compare', '/api/questions/similar?title=ab'],
    ])('%s, should answer 422', async (_name, url) => {
      const problem = await api.problem('GET', url);
      expect(problem.status).toBe(422);
      expect(problem.errors?.[0]?.pointer).toMatch(/^\/query\//);
    });
  });

  describe('given an address', () => {
    it.each<[string, string, number]>([
      ['that no route takes', '/api/nothing', 404],
      ['outside of the API', '/nothing', 404],
      ['with an id that is none', '/api/questions/7', 404],
      ['with an id in upper case', `/api/questions/${ABSENT.toUpperCase()}`, 404],
      ['with a NUL', '/api/questions/%00', 404],
      ['with an absent id', `/api/questions/${ABSENT}`, 404],
      ['with bytes that are no UTF-8', '/api/questions/%ff', 400],
      ['with a broken escape', '/api/questions/%zz', 400],
      ['with an endless segment', `/api/questions/${'a'.repeat(1000)}`, 414],
      ['with an endless handle', `/api/users/${'a'.repeat(1000)}`, 414],
    ])('%s, should answer %i', async (_name, url, status) => {
      const { headers, body } = await api.get<Problem>(url, { headers: { 'x-request-id': 'request-4711' } });
      expect(body.status).toBe(status);
      expect([body.requestId, headers['x-request-id'], headers['x-content-type-options']]).toEqual(['request-4711', 'request-4711', 'nosniff']);
    });

    it.each(['/api/questions/', '/api//questions', '//api/questions', '/API/questions', '/api/Questions', '/api/questions/.', '/api/questions/..', '/api/questions;x'])('%s, should know nothing of it', async (url) => {
      expect((await api.problem('GET', url)).status).toBe(404);
    });

    it('should take /api/v1 for /api', async () => {
      const { id } = await ask();
      expect((await api.get<Question>(`/api/v1/questions/${id}`)).body.id).toBe(id);
      expect((await api.problem('GET', '/api/v2/questions')).status).toBe(404);
    });

    it('should name the methods it takes when another is used', async () => {
      const { headers, status, body } = await api.send<Problem>('PUT', '/api/questions');
      expect([status, headers['allow'], body.code]).toEqual([405, 'GET, HEAD, POST', 'REQUEST.METHOD_NOT_ALLOWED']);
      expect((await api.send('OPTIONS', `/api/questions/${ABSENT}`)).headers['allow']).toBe('DELETE, GET, HEAD, PATCH');
    });
  });

  it('should answer what one may not see exactly as what is not there', async () => {
    const { id } = await ask({ audience: 'members' });
    const [hidden, absent] = await Promise.all([id, ABSENT].map((each) => api.problem('GET', `/api/questions/${each}`)));
    expect({ ...hidden, requestId: '' }).toEqual({ ...absent, requestId: '' });
  });

  it('should refuse the id of something else', async () => {
    const [one, other] = [await ask(), await ask()];
    const { body: foreign } = await api.post<Question>(`/api/questions/${other.id}/answers`, { as: 'alan', body: { body: 'Elsewhere' } });
    const accept = await api.problem('PUT', `/api/questions/${one.id}/accepted-answer`, { as: 'ada', body: { answerId: foreign.id } });
    expect([accept.status, accept.code, accept.errors?.[0]?.pointer]).toEqual([422, 'QUESTIONS.ANSWER_ELSEWHERE', '/answerId']);
    expect((await api.problem('PUT', `/api/questions/${one.id}/accepted-answer`, { as: 'ada', body: { answerId: one.id } })).status).toBe(422);
    const calls = [['GET', `/api/answers/${one.id}`], ['GET', `/api/questions/${foreign.id}`], ['GET', `/api/comments/${foreign.id}`], ['PUT', `/api/answers/${one.id}/vote`], ['GET', `/api/comments?target=answer:${one.id}`]] as const;
    for (const [method, url] of calls) expect([url, (await api.problem(method, url, { as: 'alan', body: method === 'PUT' ? { value: 1 } : undefined })).status]).toEqual([url, 404]);
  });

  describe('request ids', () => {
    it('should be taken over when they are well-formed, made otherwise, and differ', async () => {
      const idOf = async (given?: string): Promise<string | undefined> => (await api.get('/api/questions', { headers: given === undefined ? {} : { 'x-request-id': given } })).headers['x-request-id'];
      expect(await idOf('0123-abc.DEF_4')).toBe('0123-abc.DEF_4');
      for (const bad of ['short', 'x'.repeat(65), 'with space', 'inject\tion']) expect(await idOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
      expect(await idOf()).not.toBe(await idOf());
    });
  });

  describe('conditional requests', () => {
    it('should answer 304 for what the reader has, also to HEAD, and 200 after a change', async () => {
      const { id } = await ask();
      const read = (headers: Record<string, string> = {}, method = 'GET') => api.send(method, `/api/questions/${id}`, { as: 'alan', headers });
      const { headers } = await read();
      const tag = headers['etag']!;
      expect(tag).toMatch(/^"v1-/);
      for (const method of ['GET', 'HEAD']) {
        const again = await read({ 'if-none-match': tag }, method);
        expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', tag]);
      }
      expect((await read({ 'if-none-match': `W/${tag}, "x"` })).status).toBe(304);
      await api.send('PUT', `/api/questions/${id}/vote`, { as: 'grace', body: { value: 1 } });
      expect((await read({ 'if-none-match': tag })).status).toBe(200);
    });

    it('should let a write pass only for the version that was read', async () => {
      const { id } = await ask();
      const edit = (headers: Record<string, string>, body: string) => api.send<Question & Problem>('PATCH', `/api/questions/${id}`, { as: 'ada', body: { body }, headers });
      const { headers } = await api.get(`/api/questions/${id}`, { as: 'ada' });
      const first = await edit({ 'if-match': headers['etag']! }, 'Second');
      expect([first.status, first.headers['etag']?.slice(0, 4)]).toEqual([200, '"v2-']);
      const late = await edit({ 'if-match': headers['etag']! }, 'Third');
      expect([late.status, late.body.code]).toEqual([412, 'REQUEST.PRECONDITION_FAILED']);
      expect((await edit({ 'if-match': first.headers['etag']! }, 'Third')).body.version).toBe(3);
      expect((await edit({}, 'Fourth')).body.version).toBe(4);
    });

    it('should never answer a write with 304', async () => {
      const { id } = await ask();
      const change = { as: 'ada', body: { body: 'The same' } };
      const { headers } = await api.send('PATCH', `/api/questions/${id}`, change);
      const again = await api.send('PATCH', `/api/questions/${id}`, { ...change, headers: { 'if-none-match': headers['etag']! } });
      expect(again.status).toBe(200);
      expect((await api.send('PATCH', `/api/questions/${id}`, { ...change, headers: { 'if-none-match': '*' } })).status).toBe(200);
    });

    it('should tag what was created', async () => {
      const { status, headers } = await api.post('/api/questions', { as: 'ada', body: NEW });
      expect([status, headers['etag']?.slice(0, 4), headers['location']]).toEqual([201, '"v1-', expect.stringMatching(/^\/api\/questions\/[0-9a-f-]{36}$/)]);
    });

    it('should not mind If-Match on toggles', async () => {
      const { id } = await ask();
      for (const value of [1, 1]) expect((await api.send('PUT', `/api/questions/${id}/vote`, { as: 'alan', body: { value }, headers: { 'if-match': '"v99"' } })).status).toBe(200);
    });
  });

  describe('credentials', () => {
    it('should say what is missing', async () => {
      const guest = await api.send<Problem>('POST', '/api/questions', { body: NEW });
      expect([guest.status, guest.body.code, guest.headers['www-authenticate']]).toEqual([401, 'AUTH.SIGN_IN_REQUIRED', 'Bearer realm="cairn"']);
      const forged = await api.send<Problem>('GET', '/api/questions', { headers: { authorization: 'Bearer forged' } });
      expect([forged.status, forged.body.code, forged.headers['www-authenticate']]).toEqual([401, 'AUTH.TOKEN_INVALID', 'Bearer realm="cairn", error="invalid_token"']);
      expect((await api.problem('POST', '/api/questions', { as: 'ada:read', body: NEW })).status).toBe(403);
    });

    it('should not let a page of another site use the cookie', async () => {
      const post = (origin: Record<string, string>) => api.post<Problem>('/api/questions', { body: NEW, headers: { cookie: 'cairn_session=ada', ...origin } });
      expect((await post({})).body.code).toBe('AUTH.ORIGIN_REFUSED');
      expect((await post({ origin: 'https://evil.example.org' })).body.code).toBe('AUTH.ORIGIN_REFUSED');
      expect((await post({ origin: 'http://localhost:3000' })).status).toBe(201);
    });
  });

  it('should name the next page in a Link header too', async () => {
    for (let n = 0; n < 3; n += 1) await ask({ tags: ['linked'] });
    const { headers, body } = await api.get<{ nextCursor: string }>('/api/questions?tag=linked&limit=2');
    const [, url] = /^<http:\/\/localhost:3000(\/api\/questions\?[^>]+)>; rel="next"$/.exec(headers['link'] ?? '') ?? [];
    expect(new URLSearchParams(url!.split('?')[1])).toEqual(new URLSearchParams({ tag: 'linked', limit: '2', cursor: body.nextCursor }));
    const last = await api.get<{ items: unknown[]; nextCursor: null }>(url!);
    expect([last.body.items.length, last.body.nextCursor, last.headers['link']]).toEqual([1, null, undefined]);
  });

  it('should carry the headers that keep browsers from guessing', async () => {
    for (const url of ['/api/questions', '/api/questions/7', '/nothing', '/health/live']) {
      const { headers } = await api.get(url);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'content-security-policy': expect.stringContaining("default-src 'none'") });
    }
  });

  it('should count requests and say so', async () => {
    const { headers } = await api.get('/api/users');
    expect(headers['ratelimit']).toMatch(/^"http\.read";r=\d+;t=\d+$/);
    expect(headers['ratelimit-policy']).toMatch(/^"http\.read";q=\d+;w=60$/);
  });

  describe('what never reaches a route', () => {
    let port: number;
    beforeAll(async () => {
      await site.app.listen(0, '127.0.0.1');
      port = (site.app.getHttpServer().address() as AddressInfo).port;
    });

    function raw(request: string | Buffer): Promise<string> {
      return new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write(request));
        let answer = '';
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.once('close', () => resolve(answer));
        socket.once('error', reject);
      });
    }

    it.each<[string, string | Buffer, number, string]>([
      ['no HTTP', 'hello\r\n\r\n', 400, 'REQUEST.MALFORMED'],
      ['an unknown method', 'FETCH /api/questions HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'REQUEST.MALFORMED'],
      ['a header with a line break missing', 'GET / HTTP/1.1\r\nhost x\r\n\r\n', 400, 'REQUEST.MALFORMED'],
      ['two different lengths', 'POST /api/questions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}', 400, 'REQUEST.MALFORMED'],
      ['a length and chunks', 'POST /api/questions HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}', 400, 'REQUEST.MALFORMED'],
      ['a NUL in a header', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nx-a: \0\r\n\r\n'), 400, 'REQUEST.MALFORMED'],
      ['headers of 20 KB', `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST.HEADERS_TOO_LARGE'],
      ['an address of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431, 'REQUEST.HEADERS_TOO_LARGE'],
    ])('%s, should be answered with a problem on the socket', async (_name, request, status, code) => {
      const [head = '', body = ''] = (await raw(request)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain('content-type: application/problem+json; charset=utf-8');
      const problem = JSON.parse(body) as Problem;
      expect([problem.status, problem.code]).toEqual([status, code]);
      expect(head).toContain(`x-request-id: ${problem.requestId}`);
    });

    it('should survive __proto__ as a header, and headers of any bytes', async () => {
      const answer = await raw(Buffer.from(`GET /api/questions HTTP/1.1\r\nhost: x\r\n__proto__: 1\r\nconstructor: 1\r\nx-b: \u00ff\r\nconnection: close\r\n\r\n`, 'latin1'));
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(({} as Record<string, unknown>)['1']).toBeUndefined();
    });

    it('should answer a body that never ends with 413, not wait for it', async () => {
      const answer = await raw(`POST /api/questions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{`);
      expect(answer).toMatch(/^HTTP\/1.1 413 /);
    });

    it('should come with fetch as with inject', async () => {
      const response = await fetch(`http://127.0.0.1:${port}/api/questions/${randomUUID()}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
    });
  });
});
