import { randomBytes } from 'node:crypto';
import { engineUrl } from '#libs/testing';
import { removeIndices } from './testing/remove-indices.js';
import { describeSearch } from './testing/search.suite.js';

const prefix = `test-${randomBytes(4).toString('hex')}`;
const url = engineUrl('ELASTICSEARCH_URL');
afterAll(() => removeIndices(url, prefix));

describeSearch('Elasticsearch', { ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX_PREFIX: prefix });
