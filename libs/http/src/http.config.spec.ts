import { parseConfig } from '#libs/config';
import { httpConfig } from './http.config.js';

const accepts = (env: Record<string, string>): boolean => {
  try {
    parseConfig(httpConfig, env);
    return true;
  } catch {
    return false;
  }
};

describe('httpConfig', () => {
  it('listens on loopback unless told otherwise', () => {
    expect(parseConfig(httpConfig, {})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, TRUSTED_PROXIES: [], CORS_ORIGINS: [] });
  });

  it('takes an origin as the public URL and drops the slash at its end', () => {
    expect(parseConfig(httpConfig, { PUBLIC_URL: 'https://Learn.example.org:443/' }).PUBLIC_URL).toBe('https://learn.example.org');
  });

  it.each(['learn.example.org', 'ftp://learn.example.org', 'https://learn.example.org/cairn', 'https://learn.example.org/?x', 'https://me:secret@learn.example.org'])(
    'refuses %s as the public URL',
    (PUBLIC_URL) => expect(accepts({ PUBLIC_URL })).toBe(false),
  );

  it('takes addresses and networks of proxies', () => {
    expect(parseConfig(httpConfig, { TRUSTED_PROXIES: '10.0.0.0/8, ::1,fd00::/64' }).TRUSTED_PROXIES).toEqual(['10.0.0.0/8', '::1', 'fd00::/64']);
  });

  it.each(['proxy.example.org', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '::1/129'])('refuses %s as a proxy', (TRUSTED_PROXIES) => expect(accepts({ TRUSTED_PROXIES })).toBe(false));

  it('takes origins of other sites only', () => {
    expect(parseConfig(httpConfig, { CORS_ORIGINS: 'https://app.example.org/, http://localhost:8081' }).CORS_ORIGINS).toEqual(['https://app.example.org', 'http://localhost:8081']);
    expect([accepts({ CORS_ORIGINS: '*' }), accepts({ CORS_ORIGINS: 'https://app.example.org/path' }), accepts({ CORS_ORIGINS: 'null' })]).toEqual([false, false, false]);
  });
});
