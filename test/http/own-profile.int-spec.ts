import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Scope } from '#libs/kernel';
import { CreateToken } from '../../src/modules/identity/commands/create-token.js';
import { ApiCaller } from '../support/api-caller.js';
import { TestSite } from '../support/test-site.js';

interface OwnProfile {
  handle: string;
  email: string | null;
  permissions: string[];
}

describe('GET /api/users/me', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;

  beforeAll(async () => {
    site = await TestSite.openProgram();
    api = new ApiCaller(site.app, async (as) => {
      const [handle = '', scopes = 'read,write'] = as.split(':');
      return `Bearer ${(await site.get(CreateToken).execute({ handle, scopes: scopes.split(',') as Scope[] })).token}`;
    });
    const ada = await site.member('ada');
    await site.member('grace', 'moderator');
    await site.db.query(`insert into identity.identities (issuer_key, sub, member_id, email, email_verified, created_at) values ('builtin', $1, $2, 'ada@example.org', true, now())`, [randomUUID(), ada.id]);
  });
  afterAll(async () => {
    await site.close();
  });

  const me = async (as: string): Promise<OwnProfile> => (await api.get<OwnProfile>('/api/users/me', { as })).body;

  it('should tell the address to the member, and to nobody else', async () => {
    expect(await me('ada')).toMatchObject({ handle: 'ada', email: 'ada@example.org' });
    expect(await me('grace')).toMatchObject({ handle: 'grace', email: null });
    for (const as of ['ada', 'grace', undefined]) expect((await api.get('/api/users/ada', { as })).text).not.toContain('example.org');
  });

  it('should name what role and token allow', async () => {
    expect((await me('ada')).permissions).toEqual(expect.arrayContaining(['users:read-self', 'users:edit-self']));
    expect((await me('ada:read')).permissions).not.toContain('users:edit-self');
    const more = (await me('grace:read,moderate')).permissions.filter((name) => name.startsWith('moderation:'));
    expect(more).not.toEqual([]);
    expect((await me('ada')).permissions).not.toEqual(expect.arrayContaining(more));
  });

  it('should answer a change with the same', async () => {
    const { body } = await api.send<OwnProfile>('PATCH', '/api/users/me', { as: 'ada', body: { location: 'London' } });
    expect(body).toMatchObject({ email: 'ada@example.org', location: 'London' });
  });
});
