import { effectiveScopes } from './scopes.js';

describe('effectiveScopes', () => {
  it('should cut a token down to what its owner may do now', () => {
    expect(effectiveScopes(['read', 'write', 'moderate', 'admin'], 'learner')).toEqual(['read', 'write']);
    expect(effectiveScopes(['moderate', 'admin'], 'moderator')).toEqual(['read', 'moderate']);
    expect(effectiveScopes(['admin'], 'admin')).toEqual(['read', 'admin']);
  });

  it('should let who may write also read, and nobody do more than the token says', () => {
    expect(effectiveScopes(['write'], 'admin')).toEqual(['read', 'write']);
    expect(effectiveScopes(['read'], 'admin')).toEqual(['read']);
  });

  it('should give nothing for scopes that are not ours', () => {
    expect(effectiveScopes(['openid', 'profile', 'email', '__proto__'], 'admin')).toEqual([]);
  });
});
