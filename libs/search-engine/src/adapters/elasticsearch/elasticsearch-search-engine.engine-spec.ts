import { randomBytes } from 'node:crypto';
import { Client } from '@elastic/elasticsearch';
import { SystemClock } from '#libs/kernel';
import { engineUrl } from '#libs/testing';
import { describeSearchEngineContract } from '../../../testing/search-engine.contract.js';
import { ElasticsearchSearchEngine } from './elasticsearch-search-engine.js';

describeSearchEngineContract('Elasticsearch', async () => {
  const url = engineUrl('ELASTICSEARCH_URL');
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const engine = new ElasticsearchSearchEngine({ url, prefix, clock: new SystemClock(), onRejected: () => Promise.reject(new Error('nothing is rejected here')) });
  const close = async (): Promise<void> => {
    await engine.close();
    const client = new Client({ node: url });
    const indices = Object.keys(await client.indices.get({ index: `${prefix}-*` }));
    for (const index of indices) await client.indices.delete({ index });
    await client.close();
  };
  return { engine, close };
});
