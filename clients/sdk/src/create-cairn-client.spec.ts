import { createCairnClient } from './create-cairn-client.js';
import { questionsAsk, questionsShow } from './index.js';

interface Seen {
  url: string;
  method: string;
  authorization: string | null;
  body: string;
}

function recorder(status: number, answer: unknown): { seen: Seen[]; fetch: typeof fetch } {
  const seen: Seen[] = [];
  const fake = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    seen.push({ url: request.url, method: request.method, authorization: request.headers.get('authorization'), body: await request.text() });
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': type } });
  };
  return { seen, fetch: fake };
}

describe('createCairnClient', () => {
  it('calls one operation with its token', async () => {
    const { seen, fetch } = recorder(201, { id: '1' });
    const client = createCairnClient({ baseUrl: 'https://cairn.test/', token: async () => 'cairn_pat_x', fetch });
    await questionsAsk({ client, body: { title: 'What is a cairn for?', body: 'Tell me', tags: ['walks'] } });
    expect(seen).toEqual([
      {
        url: 'https://cairn.test/api/questions',
        method: 'POST',
        authorization: 'Bearer cairn_pat_x',
        body: JSON.stringify({ title: 'What is a cairn for?', body: 'Tell me', tags: ['walks'] }),
      },
    ]);
  });

  it('sends nothing about a guest', async () => {
    const { seen, fetch } = recorder(200, { id: '1' });
    await questionsShow({ client: createCairnClient({ baseUrl: 'https://cairn.test', fetch }), path: { id: 'a b' } });
    expect(seen[0]).toMatchObject({ url: 'https://cairn.test/api/questions/a%20b', authorization: null });
  });

  it('throws the problem document', async () => {
    const { fetch } = recorder(404, { code: 'RESOURCE.NOT_FOUND', status: 404 });
    const client = createCairnClient({ baseUrl: 'https://cairn.test', fetch });
    await expect(questionsShow({ client, path: { id: '1' } })).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
  });
});
