export interface Device {
  /** `Firefox · Linux`, or null when the browser does not say. */
  name: string | null;
  isPhone: boolean;
}

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const first = (names: readonly [RegExp, string][], text: string): string | undefined => names.find(([pattern]) => pattern.test(text))?.[1];

/** A user agent in words a person recognises their device by. */
export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? '';
  const parts = [first(BROWSERS, text), first(SYSTEMS, text)].filter(Boolean);
  return { name: parts.length > 0 ? parts.join(' · ') : null, isPhone: /iPhone|Android.*Mobile/.test(text) };
}
