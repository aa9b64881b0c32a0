import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { ICONS } from '../src/design/icons.js';

const VIRTUAL = 'virtual:icon-sprite';

type IconNode = [tag: string, attributes: Record<string, string>][];

async function symbol(name: string): Promise<string> {
  const icon = (await import(`lucide-react/dist/esm/icons/${name}.mjs`)) as { __iconData: { node: IconNode } };
  const shapes = icon.__iconData.node.map(([tag, { key: _key, ...attributes }]) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${written.join('')}/>`;
  });
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes.join('')}</symbol>`;
}

async function drawSprite(): Promise<string> {
  const symbols = await Promise.all(ICONS.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

/** Writes the icons named in design/icons.ts as one SVG file; `virtual:icon-sprite` is its address, the same in both builds. */
export function iconSprite(): Plugin {
  let sprite = '';
  let fileName = '';
  let isServerBuild = false;
  return {
    name: 'cairn:icon-sprite',
    configResolved(config) {
      isServerBuild = Boolean(config.build.ssr);
    },
    async buildStart() {
      sprite = await drawSprite();
      fileName = `assets/icons-${createHash('sha256').update(sprite).digest('hex').slice(0, 8)}.svg`;
    },
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) => (id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(`/${fileName}`)};` : undefined),
    generateBundle() {
      if (!isServerBuild) this.emitFile({ type: 'asset', fileName, source: sprite });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url !== `/${fileName}`) return next();
        response.setHeader('content-type', 'image/svg+xml');
        response.end(sprite);
      });
    },
  };
}
