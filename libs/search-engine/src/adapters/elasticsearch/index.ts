export { ElasticsearchSearchEngine, type ElasticsearchOptions } from './elasticsearch-search-engine.js';
