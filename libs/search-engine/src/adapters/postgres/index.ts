export { PostgresSearchEngine } from './postgres-search-engine.js';
