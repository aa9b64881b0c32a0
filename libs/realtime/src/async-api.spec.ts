import { liveSite } from '../testing/live-site.js';
import { asyncApi } from './async-api.js';

type Node = { [key: string]: Node };

function refs(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refs(value)));
}

describe('asyncApi', () => {
  const document = asyncApi(liveSite().rooms, { version: '1.2.3', url: 'https://learn.example.org' }) as unknown as Node;

  it('should describe every event that may be sent, with the schema of its data', () => {
    const messages = document.channels!.live!.messages!;
    expect(Object.keys(messages)).toEqual(expect.arrayContaining(['join', 'leave', 'reset', 'left', 'ended', 'thing.changed.v1', 'thing.made.v1']));
    expect(messages['thing.changed.v1']!.payload!.properties).toMatchObject({ type: { const: 'thing.changed.v1' }, data: { properties: { n: { type: 'number' } } } });
  });

  it('should name the kinds of rooms and the server', () => {
    expect(document.info!.description).toContain('`thing:{id}`');
    expect(document.servers!.site).toMatchObject({ host: 'learn.example.org', protocol: 'wss' });
  });

  it('should refer to nothing that is not in it', () => {
    const missing = refs(document).filter((ref) => ref.slice(2).split('/').reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document) === undefined);
    expect(missing).toEqual([]);
  });
});
