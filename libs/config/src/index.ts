export { type ConfigDefinition, type ConfigField, type ConfigOf, defineConfig } from './define-config.js';
export { ConfigError, type ConfigProblem, parseConfig } from './parse-config.js';
