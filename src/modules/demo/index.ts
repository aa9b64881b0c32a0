export type { DemoAccount } from './demo-accounts.js';
export { DemoCommunity } from './demo-community.js';
export { demoConfig } from './demo.config.js';
export { DemoModule } from './demo.module.js';
export { demoMigrations } from './migrations/index.js';
