import { limitMemory } from './limit-memory.js';

limitMemory(['import']);
// Only now: what the program loads must not be loaded twice.
const { runCommand } = await import('./run-command.js');
await runCommand();
