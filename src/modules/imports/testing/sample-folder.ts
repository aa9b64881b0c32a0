import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The folder of real data named in CAIRN_SAMPLE_DATA, else ../shared/data beside the project, else null.
 * @throws when the variable names a folder that does not hold it: a wrong setting must not look like an absent one
 */
export function sampleFolder(name: string): string | null {
  // Named by whoever runs the tests, not by the program's configuration.
  const given = process.env['CAIRN_SAMPLE_DATA'];
  const folder = join(given ?? resolve(import.meta.dirname, '../../../../../shared/data'), name);
  if (existsSync(folder)) return folder;
  if (given) throw new Error(`CAIRN_SAMPLE_DATA is ${given}, but there is no ${name} in it`);
  return null;
}
