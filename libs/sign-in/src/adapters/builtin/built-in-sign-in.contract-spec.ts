import { randomUUID } from 'node:crypto';
import {
  describeAccountDirectoryContract,
  describeSignInContract,
  describeTokenVerifierContract,
  FormBrowser,
  signInApp,
} from '../../../testing/index.js';
import { issuerSite, type IssuerSite } from '../../../testing/issuer-site.js';

const PASSWORD = 'glacier umbrella tin';

async function newAccount(site: IssuerSite): Promise<{ email: string; password: string; sub: string }> {
  const email = `person-${randomUUID()}@example.org`;
  return { email, password: PASSWORD, sub: await site.builtIn.accounts.createAccount({ email, password: PASSWORD, emailVerified: true }) };
}

describeTokenVerifierContract('the built-in issuer', async () => {
  const site = await issuerSite();
  return {
    verifier: site.verifier,
    issuerKey: 'builtin',
    keys: () => site.builtIn.publicKeys(),
    tokens: async () => {
      const who = await newAccount(site);
      const tokens = await signInApp(site.issuer, new FormBrowser(), who);
      return { accessToken: tokens.access_token, idToken: tokens.id_token!, sub: who.sub };
    },
    close: () => site.close(),
  };
});

describeSignInContract('the built-in issuer', async () => {
  const site = await issuerSite();
  return {
    signIn: site.signIn,
    unreachable: site.signInVia('http://127.0.0.1:1/realms/cairn'),
    redirectUri: `${site.publicUrl}/auth/callback`,
    account: () => newAccount(site),
    close: () => site.close(),
  };
});

describeAccountDirectoryContract('the built-in issuer', async () => {
  const site = await issuerSite();
  return {
    accounts: site.builtIn.accounts,
    unitOfWork: site.database.unitOfWork,
    canLogIn: (who) =>
      signInApp(site.issuer, new FormBrowser(), who).then(
        () => true,
        () => false,
      ),
    close: () => site.close(),
  };
});
