import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const STAND_IN = fileURLToPath(new URL('../src/api/no-default-client.ts', import.meta.url));

/**
 * Leaves the default client of the generated SDK out: our calls bring their own (src/api/http.ts), and event streams, form encodings and
 * base addresses would be 3 KB on every first visit.
 */
export function ownTransport(): Plugin {
  return {
    name: 'cairn:own-transport',
    enforce: 'pre',
    resolveId: (source, importer) => (source === './client.gen.js' && importer?.endsWith('/generated/sdk.gen.ts') ? STAND_IN : undefined),
  };
}
