import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const CONFIG = ['.dependency-cruiser.mjs', 'modules.graph.mjs', 'package.json', 'tsconfig.json'];

export interface Violation {
  rule: string;
  from: string;
  to: string;
}

interface Report {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** A small program in a temporary folder, judged by our own dependency rules. */
export class PlantedTree {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-planted-'));

  constructor() {
    for (const file of CONFIG) cpSync(path.join(root, file), path.join(this.folder, file));
  }

  write(file: string, content: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }

  /** An npm package that exists. */
  addPackage(name: string): void {
    this.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }));
    this.write(`node_modules/${name}/index.js`, 'export const it = 1;\n');
  }

  violations(): Violation[] {
    const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src', 'libs'];
    // Its exit code counts the violations.
    const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report: ${stderr}`);
    const report = JSON.parse(stdout) as Report;
    return report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
