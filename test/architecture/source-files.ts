import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Relative to the root. */
  readonly name: string;
  readonly text: string;
}

/** Every file that git tracks or would add, as it stands in the working copy. */
export function trackedFiles(...patterns: string[]): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...patterns], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  return listed.split('\0').filter(Boolean).flatMap(read);
}

function read(name: string): SourceFile[] {
  try {
    return [{ name, text: readFileSync(path.join(root, name), 'utf8') }];
  } catch {
    return [];
  }
}

const TEST = /\.(spec|int-spec|contract-spec|engine-spec|e2e-spec|fault-spec)\.tsx?$|(^|\/)testing\/|^test\/|^libs\/testing\//;

/** TypeScript that ships: no tests, nothing generated. */
export function productSources(): SourceFile[] {
  return trackedFiles('src/**/*.ts', 'libs/**/*.ts').filter((file) => !TEST.test(file.name));
}
