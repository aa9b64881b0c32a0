/** Removes what a test made on the server, all of it named by its own prefix. */
export async function removeIndices(url: string, prefix: string): Promise<void> {
  const indices = (await (await fetch(`${url}/_cat/indices/${prefix}-*?format=json`)).json()) as { index: string }[];
  for (const { index } of indices) await fetch(`${url}/${index}`, { method: 'DELETE' });
}
