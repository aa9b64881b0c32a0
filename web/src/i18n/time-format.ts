const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function kept<T extends Intl.DateTimeFormat | Intl.RelativeTimeFormat>(key: string, make: () => T): T {
  const known = formats.get(key);
  if (known) return known as T;
  const made = make();
  formats.set(key, made);
  return made;
}

function ago(language: string, amount: number, unit: Intl.RelativeTimeFormatUnit): string {
  return kept(`ago ${language}`, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })).format(-amount, unit);
}

/** `12 Mar 2019`. */
export function formatDate(language: string, at: Date, timeZone: string): string {
  return kept(`date ${language} ${timeZone}`, () => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone })).format(at);
}

/** Date and minute with the name of the time zone. */
export function formatExact(language: string, at: Date, timeZone: string): string {
  const format = kept(
    `exact ${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone }),
  );
  return format.format(at);
}

/** How long ago, up to a month; then the date. */
export function formatAgo(language: string, at: Date, now: number, timeZone: string): string {
  const age = Math.max(0, now - at.getTime());
  if (age < MINUTE) return ago(language, 0, 'second');
  if (age < HOUR) return ago(language, Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return ago(language, Math.floor(age / HOUR), 'hour');
  if (age < 31 * DAY) return ago(language, Math.floor(age / DAY), 'day');
  return formatDate(language, at, timeZone);
}
