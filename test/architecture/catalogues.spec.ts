import { readFileSync } from 'node:fs';
import path from 'node:path';
import { configRegistry } from '../../src/platform/config/index.js';
import { productSources, root } from './source-files.js';

const page = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function declared(pattern: RegExp): string[] {
  return productSources().flatMap((file) => [...file.text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function listed(file: string, pattern: RegExp): string[] {
  return [...page(file).matchAll(pattern)].map((match) => match[1] ?? '');
}

const variables = configRegistry.flatMap((definition) => Object.keys(definition.fields));

describe('the error catalogue', () => {
  const codes = declared(/\bdefineError\(\s*'([^']+)'/g);

  it('has well-formed codes, each declared once', () => {
    expect(codes.filter((code) => !/^[A-Z][A-Z_]*(\.[A-Z][A-Z_]*)+$/.test(code))).toEqual([]);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('is docs/reference/errors.md, both ways (npm run docs)', () => {
    expect(listed('docs/reference/errors.md', /^\| `([A-Z_.]+)` \|/gm).sort()).toEqual([...codes].sort());
  });
});

describe('the event catalogue', () => {
  it('is docs/reference/events.md, both ways (npm run docs)', () => {
    const types = declared(/\bdefineEvent\(\s*'([^']+)'/g);
    expect(listed('docs/reference/events.md', /^## (\S+)$/gm).sort()).toEqual(types.sort());
  });
});

describe('the configuration registry', () => {
  it('holds what every lib and module defines', () => {
    const owners = declared(/\bdefineConfig\(\s*'([^']+)'/g);
    expect(configRegistry.map((definition) => definition.owner).sort()).toEqual(owners.sort());
  });

  it('has each variable once', () => {
    expect(variables.filter((name, at) => variables.indexOf(name) !== at)).toEqual([]);
  });

  it('is docs/reference/configuration.md, both ways (npm run docs)', () => {
    expect(listed('docs/reference/configuration.md', /^\| `([A-Z0-9_]+)` \|/gm).sort()).toEqual([...variables].sort());
  });

  it('is .env.example, both ways (npm run docs)', () => {
    expect(listed('.env.example', /^# ([A-Z0-9_]+)=/gm).sort()).toEqual([...variables].sort());
  });
});
