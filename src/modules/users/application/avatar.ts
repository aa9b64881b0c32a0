const HUES = [8, 32, 48, 96, 152, 176, 200, 220, 256, 284, 316, 340];

function initials(name: string): string {
  const words = name.trim().split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]!.toUpperCase()).join('');
}

function hueOf(handle: string): number {
  let hash = 0;
  for (const character of handle) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return HUES[hash % HUES.length]!;
}

/** XML 1.0 has no way to write control characters and non-characters, not even escaped. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escape(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A picture of a member from their initials: SVG, white on a colour that follows the handle (contrast ≥4.5:1). */
export function avatarSvg(handle: string, displayName: string): string {
  const text = escape(initials(displayName || handle));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64" role="img" aria-label="${escape(displayName)}"><rect width="64" height="64" fill="hsl(${hueOf(handle)} 55% 32%)"/><text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="26" font-weight="600" text-anchor="middle" dominant-baseline="central">${text}</text></svg>`;
}
