import { randomBytes } from 'node:crypto';
import { engineUrl } from '#libs/testing';
import { describeIndexVersions } from './testing/index-versions.suite.js';
import { removeIndices } from './testing/remove-indices.js';

const prefix = `test-${randomBytes(4).toString('hex')}`;
const url = engineUrl('ELASTICSEARCH_URL');
afterAll(() => removeIndices(url, prefix));

describeIndexVersions('Elasticsearch', { ELASTICSEARCH_URL: url, ELASTICSEARCH_INDEX_PREFIX: prefix });
