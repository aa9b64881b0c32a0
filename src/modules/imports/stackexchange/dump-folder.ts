import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '#libs/kernel';
import { NOT_A_DUMP, SITE_NAME_INVALID } from '../imports.errors.js';

export const DUMP_FILES = ['Users.xml', 'Tags.xml', 'PostHistory.xml', 'Posts.xml', 'Comments.xml', 'Votes.xml'] as const;
export type DumpFile = (typeof DUMP_FILES)[number];

const SITE = /^[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?$/;

/** The files of one site's dump. Only Posts.xml must be there. */
export class DumpFolder {
  private constructor(
    readonly path: string,
    private readonly sizes: ReadonlyMap<DumpFile, number>,
    /** Files of the dump that hold nothing we keep: badges, links. */
    readonly ignored: readonly string[],
  ) {}

  /** @throws IMPORTS.NOT_A_DUMP naming what is missing */
  static async open(folder: string): Promise<DumpFolder> {
    const path = resolve(folder);
    const sizes = new Map<DumpFile, number>();
    for (const file of DUMP_FILES) {
      const found = await stat(join(path, file)).catch(() => null);
      if (found?.isFile()) sizes.set(file, found.size);
    }
    if (!sizes.has('Posts.xml')) {
      throw new AppError(NOT_A_DUMP, { detail: `there is no Posts.xml in ${path}; unpack the dump's archive and name its folder` });
    }
    const known = new Set<string>(DUMP_FILES);
    const ignored = (await readdir(path)).filter((file) => file.endsWith('.xml') && !known.has(file)).sort();
    return new DumpFolder(path, sizes, ignored);
  }

  has(file: DumpFile): boolean {
    return this.sizes.has(file);
  }

  /** In bytes; 0 when it is not there. */
  size(file: DumpFile): number {
    return this.sizes.get(file) ?? 0;
  }

  pathOf(file: DumpFile): string {
    return join(this.path, file);
  }

  /** The site's name: as given, else the folder's. @throws IMPORTS.SITE_NAME_INVALID */
  siteName(given: string | undefined): string {
    const name = (given ?? basename(this.path)).toLowerCase();
    if (!SITE.test(name)) {
      throw new AppError(SITE_NAME_INVALID, { detail: `${JSON.stringify(name)}: a site's name has a–z, 0–9, dots and hyphens; give one with --site` });
    }
    return name;
  }
}
