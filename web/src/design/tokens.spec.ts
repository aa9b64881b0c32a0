import { readFileSync } from 'node:fs';
import path from 'node:path';

const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');
const PAIR = /--color-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g;
const tokens = new Map([...css.matchAll(PAIR)].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

const SURFACES = ['page', 'raised', 'sunken'];
const ON_SURFACES = ['text', 'text-2', 'text-3', 'accent', 'success', 'warning', 'danger'];
const TEXT = [
  ...SURFACES.flatMap((surface) => ON_SURFACES.map((text) => [text, surface] as const)),
  ...['accent', 'success', 'warning', 'danger'].flatMap((name) => [name, 'text-2'].map((text) => [text, `${name}-soft`] as const)),
  ...['accent', 'accent-strong', 'success'].map((surface) => ['on-accent', surface] as const),
  ['text', 'mark'] as const,
  ['page', 'text'] as const,
];

describe('the colours', () => {
  it('should all be pairs for light and dark', () => {
    expect(tokens.size).toBe((css.match(/--color-[a-z0-9-]+:/g) ?? []).length);
  });

  it.each(TEXT)('should let %s be read on %s', (text, surface) => {
    for (const theme of ['light', 'dark'] as const) expect(contrast(tokens.get(text)![theme], tokens.get(surface)![theme])).toBeGreaterThanOrEqual(4.5);
  });

  it('should show where a control is', () => {
    for (const surface of SURFACES) {
      for (const theme of ['light', 'dark'] as const) expect(contrast(tokens.get('control')![theme], tokens.get(surface)![theme])).toBeGreaterThanOrEqual(3);
    }
  });
});
