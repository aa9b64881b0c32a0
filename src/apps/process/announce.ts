/** Prints where the site is, then what the operator should know about it. Scripts wait for the first line. */
export function announce({ url, summary }: { url?: string; summary: string[] }): void {
  process.stdout.write(`${[`ready ${url ?? ''}`.trim(), ...summary.map((line) => `  ${line}`)].join('\n')}\n`);
}
