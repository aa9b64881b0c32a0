const NAMES: Record<number, string> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

function show(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value);
}

/** Turns one JSON log line into one for people: `12:00:01.000 info  listening port=3000`, an error's stack below it. */
export function prettyLine(json: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const at = new Date(Number(time)).toISOString().slice(11, 23);
  const name = (NAMES[Number(level)] ?? String(level)).padEnd(5);
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${show(value)}`);
  const stack = typeof err === 'object' && err !== null ? `\n  ${String((err as { stack?: unknown }).stack ?? JSON.stringify(err)).replaceAll('\n', '\n  ')}` : '';
  return `${at} ${name} ${String(msg ?? '')}${fields.join('')}${stack}\n`;
}
