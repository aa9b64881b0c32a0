import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { iconSprite } from './build/icon-sprite.js';
import { precompress } from './build/precompress.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Browsers with light-dark(), CSS nesting and popovers; nothing is transpiled below them. */
const TARGET = ['chrome125', 'edge125', 'firefox128', 'safari18'];

export default defineConfig(({ isSsrBuild }) => ({
  root: at('./'),
  appType: 'custom',
  plugins: [react(), tailwindcss(), iconSprite(), ...(isSsrBuild ? [] : [precompress()])],
  resolve: { alias: { '#libs/rich-text': at('../libs/rich-text/src/index.ts') } },
  ssr: { noExternal: true },
  build: {
    target: TARGET,
    outDir: isSsrBuild ? 'dist/server' : 'dist/client',
    emptyOutDir: true,
    manifest: !isSsrBuild,
    copyPublicDir: !isSsrBuild,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: at(isSsrBuild ? './src/entry-server.tsx' : './src/entry-client.tsx') },
  },
}));
