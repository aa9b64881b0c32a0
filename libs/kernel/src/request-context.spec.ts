import type { MemberActor } from './actor.js';
import { guestContext, idForCreated, requireMember, systemContext, viewerId } from './request-context.js';

const ada: MemberActor = { kind: 'member', id: 'ada-id', handle: 'ada', role: 'learner', scopes: ['read'] };

describe('request contexts', () => {
  it('require a member, or say what is missing', () => {
    expect(requireMember({ requestId: '1', actor: ada })).toBe(ada);
    for (const ctx of [guestContext(), systemContext('test')]) expect(() => requireMember(ctx)).toThrow(expect.objectContaining({ code: 'AUTH.SIGN_IN_REQUIRED' }));
  });

  it('name the viewer', () => {
    expect([viewerId({ requestId: '1', actor: ada }), viewerId(guestContext()), viewerId(systemContext('test'))]).toEqual(['ada-id', null, null]);
  });

  it('create under the reserved id when there is one, else under a new one', () => {
    const idempotency = { memberId: 'ada-id', route: 'r', key: 'k', bodyHash: Buffer.of(), reservedId: 'reserved' };
    expect(idForCreated({ requestId: '1', actor: ada, idempotency })).toBe('reserved');
    expect(idForCreated(guestContext())).not.toBe(idForCreated(guestContext()));
  });
});
