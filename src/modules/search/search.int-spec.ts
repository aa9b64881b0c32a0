import { describeSearch } from './testing/search.suite.js';

describeSearch('PostgreSQL');
