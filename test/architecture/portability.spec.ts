import { root, trackedFiles } from './source-files.js';

const START = String.raw`(^|[\s"'\`(=:])`;
const HOME = new RegExp(`${START}/(home|root|Users|work)/[\\w.-]+`);
const HERE = new RegExp(`${START}${root.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/`);
const TEXT = /\.(ts|tsx|mjs|js|json|md|css|html|yml|yaml|sh|sql)$|^\.[\w-]+$|\/run$/;
const REGISTRY = /https?:\/\/(?!registry\.npmjs\.org)[\w.-]*(registry|artifactory|nexus|verdaccio|npm-proxy)[\w.-]*/i;

function linesWith(pattern: RegExp): string[] {
  const files = trackedFiles().filter((file) => TEXT.test(file.name) && file.name !== 'test/architecture/portability.spec.ts');
  return files.flatMap((file) => file.text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file.name}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])));
}

describe('tracked files', () => {
  it('name no folder of the machine they were written on', () => {
    expect(linesWith(HOME)).toEqual([]);
    expect(linesWith(HERE)).toEqual([]);
  });

  it('name no package registry but the public one', () => {
    expect(linesWith(REGISTRY)).toEqual([]);
  });
});
