import { describeIndexVersions } from './testing/index-versions.suite.js';

describeIndexVersions('PostgreSQL');
