import { randomUUID } from 'node:crypto';
import { testDatabase } from '#libs/testing';
import { describeAccountDirectoryContract, describeSignInContract, describeTokenVerifierContract, FormBrowser, signInApp } from '../../../testing/index.js';
import { keycloakSite, type KeycloakSite } from '../../../testing/keycloak-site.js';

const PASSWORD = 'glacier umbrella tin';
const PUBLIC_URL = 'http://127.0.0.1:21899';

async function newAccount(site: KeycloakSite): Promise<{ email: string; password: string; sub: string }> {
  const email = `person-${randomUUID()}@example.org`;
  return { email, password: PASSWORD, sub: await site.accounts.createAccount({ email, password: PASSWORD, emailVerified: true, displayName: 'Some Person' }) };
}

describeTokenVerifierContract('Keycloak', async () => {
  const site = await keycloakSite({ publicUrl: PUBLIC_URL });
  return {
    verifier: site.verifier,
    issuerKey: site.realm.issuer,
    keys: async () => (await fetch(`${site.realm.issuer}/protocol/openid-connect/certs`)).json() as never,
    tokens: async () => {
      const who = await newAccount(site);
      const tokens = await signInApp(site.realm.issuer, new FormBrowser(), who);
      return { accessToken: tokens.access_token, idToken: tokens.id_token!, sub: who.sub };
    },
    close: () => site.close(),
  };
});

describeSignInContract('Keycloak', async () => {
  const site = await keycloakSite({ publicUrl: PUBLIC_URL });
  return {
    signIn: site.signIn,
    unreachable: site.signInVia('http://127.0.0.1:1/realms/cairn'),
    redirectUri: `${PUBLIC_URL}/auth/callback`,
    account: () => newAccount(site),
    close: () => site.close(),
  };
});

describeAccountDirectoryContract('Keycloak', async () => {
  const site = await keycloakSite({ publicUrl: PUBLIC_URL });
  const database = await testDatabase();
  return {
    accounts: site.accounts,
    unitOfWork: database.unitOfWork,
    canLogIn: (who) =>
      signInApp(site.realm.issuer, new FormBrowser(), who).then(
        () => true,
        () => false,
      ),
    close: async () => {
      await site.close();
      await database.drop();
    },
  };
});
