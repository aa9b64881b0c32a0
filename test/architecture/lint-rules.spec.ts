import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './source-files.js';

interface Planted {
  rule: string;
  file: string;
  text: string;
}

const many = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join('\n');
const body = (lines: number): string => `export function long(): number {\n  let sum = 0;\n${many(lines, (n) => `  sum += ${n};`)}\n  return sum;\n}\n`;

const PLANTED: Planted[] = [
  { rule: 'eslint(max-lines)', file: 'src/modules/a/long-file.ts', text: many(301, (n) => `export const v${n} = ${n};`) },
  { rule: 'eslint(max-lines-per-function)', file: 'src/modules/a/long-function.ts', text: body(41) },
  { rule: 'eslint(max-params)', file: 'src/modules/a/params.ts', text: `export class A {\n  constructor(${many(7, (n) => `readonly p${n}: number,`)}) {}\n}\n` },
  { rule: 'typescript(no-explicit-any)', file: 'src/modules/a/any.ts', text: 'export const a = (value: any): string => String(value);\n' },
  { rule: 'typescript(no-floating-promises)', file: 'src/modules/a/floating.ts', text: 'const work = async (): Promise<void> => undefined;\nexport function go(): void {\n  work();\n}\n' },
  { rule: 'import(no-default-export)', file: 'src/modules/a/default.ts', text: 'export default 1;\n' },
  { rule: 'eslint(no-console)', file: 'libs/a/src/console.ts', text: "console.log('x');\nexport const a = 1;\n" },
  { rule: 'node(no-process-env)', file: 'src/modules/a/env.ts', text: 'export const home = process.env.HOME;\n' },
  { rule: 'eslint(no-restricted-imports)', file: 'src/modules/a/forward.ts', text: "import { forwardRef } from '@nestjs/common';\nexport const a = forwardRef(() => String);\n" },
  { rule: 'jest(no-focused-tests)', file: 'src/modules/a/focused.spec.ts', text: "it.only('a', () => {\n  expect(1).toBe(1);\n});\n" },
  { rule: 'jest(no-disabled-tests)', file: 'src/modules/a/skipped.spec.ts', text: "it.skip('a', () => {\n  expect(1).toBe(1);\n});\n" },
  { rule: 'eslint(no-unused-vars)', file: 'src/modules/a/unused.ts', text: 'const a = 1;\nexport const b = 2;\n' },
];

const ALLOWED: Omit<Planted, 'rule'>[] = [
  { file: 'src/platform/config/env.ts', text: 'export const home = process.env.HOME;\n' },
  { file: 'src/modules/a/short.ts', text: body(20) },
  { file: 'src/modules/a/awaited.ts', text: 'const work = async (): Promise<void> => undefined;\nexport async function go(): Promise<void> {\n  await work();\n}\n' },
];

/** `file rule` of everything oxlint finds in a program of these files, under our own rules. */
function lint(files: Omit<Planted, 'rule'>[]): string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-linted-'));
  try {
    for (const file of ['.oxlintrc.json', '.gitignore', 'tsconfig.json', 'package.json']) cpSync(path.join(root, file), path.join(folder, file));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    for (const { file, text } of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    const { stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin/oxlint'), ['--type-aware', '--format=json', 'src', 'libs'], { cwd: folder, encoding: 'utf8' });
    if (!stdout.startsWith('{')) throw new Error(`oxlint gave no report: ${stdout}${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string; severity: string }[] };
    return diagnostics.filter((found) => found.severity === 'error').map((found) => `${found.filename} ${found.code}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('lint rules', () => {
  let found: string[];

  beforeAll(() => {
    found = lint([...PLANTED, ...ALLOWED]);
  }, 60_000);

  it.each(PLANTED)('$rule refuses $file', ({ rule, file }) => {
    expect(found).toContain(`${file} ${rule}`);
  });

  it('let pass what is allowed', () => {
    const files = new Set(ALLOWED.map((allowed) => allowed.file));
    expect(found.filter((line) => files.has(line.split(' ')[0] ?? ''))).toEqual([]);
  });
});
