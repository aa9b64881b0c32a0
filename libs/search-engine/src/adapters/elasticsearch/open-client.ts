import { readFileSync } from 'node:fs';
import { Client } from '@elastic/elasticsearch';

/** Of calls that somebody waits for. */
export const QUICK = { requestTimeout: 1_400 };
/** No call may take longer: the client takes the smaller one of this and what a call asks for. */
const LONGEST_MS = 60_000;

export interface ServerAddress {
  /** One address or several with commas between; `user:password@` for basic authentication, `apikey:…@` for an API key. */
  url: string;
  /** A file with the certificate of the authority that signed the server's, when the system does not know it. */
  caFile?: string;
}

/** A client that never waits long and never repeats a request: who asked decides what comes next. */
export function openClient({ url, caFile }: ServerAddress): Client {
  const addresses = url.split(',').map((each) => new URL(each.trim()));
  const { username, password } = addresses[0]!;
  const user = decodeURIComponent(username);
  const secret = decodeURIComponent(password);
  const auth = user === '' ? undefined : user.toLowerCase() === 'apikey' ? { apiKey: secret } : { username: user, password: secret };
  for (const address of addresses) Object.assign(address, { username: '', password: '' });
  return new Client({
    nodes: addresses.map((address) => address.href),
    auth,
    tls: caFile === undefined ? undefined : { ca: readFileSync(caFile) },
    maxRetries: 0,
    requestTimeout: LONGEST_MS,
    // A node that failed is asked again at once: our own watch decides when it is worth it.
    resurrectStrategy: 'optimistic',
    enableMetaHeader: false,
  });
}
