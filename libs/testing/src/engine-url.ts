/**
 * Where a real server of these tests is, from the environment that `npm run engines -- up` writes.
 * @throws when it is not there: a missing engine is a failure, never a skipped test
 */
export function engineUrl(variable: string): string {
  const url = process.env[variable];
  if (!url) throw new Error(`${variable} is not set: these tests need the real server. Run them by \`npm run check:engines\`.`);
  return url;
}
