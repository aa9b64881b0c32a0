export { type HealthCheck, HealthRegistry, type HealthReport, type HealthState } from './health-registry.js';
export { type LogFields, Logger } from './logger.port.js';
export { Metrics, type Sample } from './metrics.js';
export { observabilityConfig } from './observability.config.js';
export { MASK, scrub, scrubText } from './scrub.js';
