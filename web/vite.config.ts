import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { iconSprite } from './build/icon-sprite.js';
import { ownTransport } from './build/own-transport.js';
import { precompress } from './build/precompress.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Browsers with light-dark(), CSS nesting and popovers; nothing is transpiled below them. */
const TARGET = ['chrome125', 'edge125', 'firefox128', 'safari18'];

/** Every name stands in the first file that is loaded: shorter hashes than the default. */
const NAMES = 'assets/[name]-[hash:6][extname]';

const LIBRARIES = /\/node_modules\/(?:react|react-dom|scheduler|react-router|@tanstack\/[a-z-]+)\//;
const OURS = /\/web\/src\/(?:app\/(?!keyboard|scroll-memory|status-page|shell\/user-menu)|i18n|api|entry-client|features\/question\/(?:question\.queries|question-url)|design\/(?:avatar|icon|icons|member-name|page-skeleton|paged-list|problem-notice|problem-text|highlight\.ts|tag-list|time-ago|toast|use-action))\b/;

/** What every page needs is one file: many small ones compress worse and cost a request each. */
const isCore = (id: string): boolean => LIBRARIES.test(id) || (OURS.test(id) && !/\.(?:css|json)\b/.test(id));

export default defineConfig(({ command, isSsrBuild }) => ({
  root: at('./'),
  appType: 'custom',
  plugins: [react(), tailwindcss(), iconSprite(), ownTransport(), ...(isSsrBuild ? [] : [precompress()])],
  resolve: { alias: { '#libs/rich-text': at('../libs/rich-text/src/index.ts') } },
  // One file for the server; in development Vite must leave CommonJS packages to Node.
  ssr: { noExternal: command === 'build' ? true : [] },
  build: {
    target: TARGET,
    outDir: isSsrBuild ? 'dist/server' : 'dist/client',
    emptyOutDir: true,
    // On the server, too: Node keeps the source in memory.
    minify: true,
    manifest: !isSsrBuild,
    copyPublicDir: !isSsrBuild,
    assetsInlineLimit: 0,
    // Pages bring their chunks by themselves (app/page-link.tsx); lists of them in every file would cost more than they save.
    modulePreload: { polyfill: false, resolveDependencies: () => [] },
    reportCompressedSize: false,
    rolldownOptions: {
      output: isSsrBuild ? { assetFileNames: NAMES } : { chunkFileNames: NAMES.replace('[extname]', '.js'), assetFileNames: NAMES, codeSplitting: { groups: [{ name: 'core', test: isCore }] } },
      input: at(isSsrBuild ? './src/entry-server.tsx' : './src/entry-client.tsx'),
    },
  },
}));
