export { BreakableProxy } from './breakable-proxy.js';
export { engineUrl } from './engine-url.js';
export { eventually } from './eventually.js';
export { FakeClock } from './fake-clock.js';
export { aMember, memberContext } from './members.js';
export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
