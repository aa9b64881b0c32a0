import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionSettings, PostgresDirectConnections, StartupError } from '#libs/persistence';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

const ACCOUNT = 'check the user and the password in DATABASE_URL.';
const AUTHORITY = 'name the authority that signed its certificate in NODE_EXTRA_CA_CERTS.';
/** What no waiting mends, by the codes of PostgreSQL and of Node's TLS. */
const FIXES: Readonly<Record<string, string>> = {
  '28000': ACCOUNT,
  '28P01': ACCOUNT,
  '3D000': 'create the database, or correct its name in DATABASE_URL.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: AUTHORITY,
  CERT_HAS_EXPIRED: 'renew its certificate.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'use a host in DATABASE_URL that its certificate names.',
};

/** Waits until PostgreSQL takes connections, at most 60 s (DESIGN §7); not at all where waiting does not help. @throws StartupError */
export async function waitForDatabase(connection: ConnectionSettings): Promise<void> {
  const connections = new PostgresDirectConnections(connection);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const client = await connections.connect('start');
      return await client.close();
    } catch (error) {
      const cause = ((error as Error).cause ?? error) as Error & { code?: string };
      const fix = FIXES[cause.code ?? ''];
      if (fix !== undefined) throw new StartupError(`PostgreSQL cannot be used: ${cause.message}.`, fix, { cause: error });
      if (Date.now() > deadline) throw new StartupError(`PostgreSQL cannot be reached: ${cause.message}`, 'check DATABASE_URL and that the server runs.', { cause: error });
      await sleep(PAUSE_MS);
    }
  }
}
