import type { RemoteSearchEngine } from './remote-search-engine.port.js';
import type { RemoteWatch } from './remote-watch.js';
import type { SearchEngine } from './search-engine.port.js';

/** Every index that is kept up: the one in PostgreSQL always, that of another engine when there is one. Searches go through SearchEngine. */
export class SearchIndexes {
  constructor(
    readonly local: SearchEngine,
    readonly remote: RemoteSearchEngine | null,
    /** Whether the other engine may be asked. */
    readonly watch: RemoteWatch | null = null,
  ) {}
}
