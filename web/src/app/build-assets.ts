import type { PageAssets } from './document.js';

/** One entry of Vite's build manifest. */
interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

export type BuildManifest = Readonly<Record<string, Chunk>>;

const ENTRY = 'src/entry-client.tsx';

/** Finds which files of the build a page needs at once: its own, what they import, their styles. */
export class BuildAssets {
  private readonly known = new Map<string, PageAssets>();

  constructor(private readonly manifest: BuildManifest) {}

  /** @param sources source files, from the root of web/, that the browser imports before it starts */
  of(sources: readonly string[]): PageAssets {
    const key = sources.join();
    const known = this.known.get(key);
    if (known) return known;
    const chunks = new Map<string, Chunk>();
    for (const source of [ENTRY, ...sources]) this.collect(source, chunks);
    const found = [...chunks.values()];
    const entry = this.manifest[ENTRY]?.file ?? '';
    const assets: PageAssets = {
      entry: `/${entry}`,
      preloads: found.map((chunk) => chunk.file).filter((file) => file.endsWith('.js') && file !== entry).map((file) => `/${file}`),
      texts: found.map((chunk) => chunk.file).filter((file) => file.endsWith('.json')).map((file) => `/${file}`),
      styles: [...new Set(found.flatMap((chunk) => chunk.css ?? []))].map((file) => `/${file}`),
    };
    this.known.set(key, assets);
    return assets;
  }

  private collect(source: string, chunks: Map<string, Chunk>): void {
    const chunk = this.manifest[source];
    if (!chunk || chunks.has(source)) return;
    chunks.set(source, chunk);
    for (const imported of chunk.imports ?? []) this.collect(imported, chunks);
  }
}
