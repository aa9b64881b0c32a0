import { normaliseTag, slugOf } from './slug.js';

describe('slugOf', () => {
  it.each([
    ['How do I sort a list?', 'how-do-i-sort-a-list'],
    ['  Crème brûlée & Ångström  ', 'creme-brulee-angstrom'],
    ['日本語の質問', '日本語の質問'],
    ['C++ vs. C#', 'c-vs-c'],
    ['???', 'question'],
    ['../../etc/passwd', 'etc-passwd'],
    ['ﬁne ligature', 'fine-ligature'],
  ])('makes %j into %j', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it('is at most 80 characters long, whole ones, without a hyphen at its end', () => {
    const slug = slugOf(`${'𝒳'.repeat(10)} ${'wörd '.repeat(60)}`);
    expect([...slug].length).toBeLessThanOrEqual(80);
    expect(slug.isWellFormed()).toBe(true);
    expect(slug.endsWith('-')).toBe(false);
  });
});

describe('normaliseTag', () => {
  it.each([
    ['TypeScript', 'typescript'],
    [' data  structures ', 'data-structures'],
    ['C++', 'c++'],
    ['c#', 'c#'],
    ['.net', null],
    ['node.js', 'node.js'],
    ['日本語', '日本語'],
    ['हिन्दी', 'हिन्दी'],
    ['E\u0301te\u0301', 'été'],
    ['-minus', null],
    ['', null],
    ['a'.repeat(35), 'a'.repeat(35)],
    ['a'.repeat(36), null],
    ['<b>', null],
    ['a/b', null],
    ['a,b', null],
    ['\u200b', null],
  ])('makes %j into %j', (value, tag) => {
    expect(normaliseTag(value)).toBe(tag);
  });

  it('leaves a tag as it is', () => {
    for (const tag of ['c++', 'data-structures', '日本語']) expect(normaliseTag(tag)).toBe(tag);
  });
});
