import { createHash } from 'node:crypto';
import { contentPolicy } from './content-policy.js';

const script = 'document.title';

describe('the policy of pages', () => {
  it('should name the one inline script by its hash and allow no other', () => {
    const policy = contentPolicy({ script, formOrigins: [], isDev: false });
    expect(policy).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(script).digest('base64')}';`);
    expect(policy).not.toMatch(/unsafe|nonce|\*/);
  });

  it('should let signing out lead to an issuer elsewhere', () => {
    expect(contentPolicy({ script, formOrigins: ['https://id.example'], isDev: false })).toContain("form-action 'self' https://id.example;");
  });
});
