export { searchDocument, searchQuery } from './search-document.factory.js';
export { describeSearchEngineContract, type SearchEngineFixture } from './search-engine.contract.js';
