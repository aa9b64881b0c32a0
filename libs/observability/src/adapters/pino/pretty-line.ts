const NAMES: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

function show(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
}

interface Line extends Record<string, unknown> {
  level: number;
  time: number;
  msg?: string;
  err?: { stack?: string };
}

/** Turns one JSON log line into one for people: `12:00:01.000 info  listening port=3000`, an error's stack below it. */
export function prettyLine(json: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(json) as Line;
  const at = new Date(time).toISOString().slice(11, 23);
  const name = (NAMES[level] ?? String(level)).padEnd(5);
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${show(value)}`);
  const stack = err ? `\n  ${(err.stack ?? JSON.stringify(err)).replaceAll('\n', '\n  ')}` : '';
  return `${at} ${name} ${msg ?? ''}${fields.join('')}${stack}\n`;
}
