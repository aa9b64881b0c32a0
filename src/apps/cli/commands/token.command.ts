import { InvalidArgumentError } from 'commander';
import type { Scope } from '#libs/kernel';
import { CreateToken } from '#modules/identity';
import { type RegisterCommand, withContext } from '../cli-environment.js';

interface Flags {
  user: string;
  scope: Scope[];
  name?: string;
  days?: number;
}

const SCOPES: readonly Scope[] = ['read', 'write', 'moderate', 'admin'];

/** `--scope read,write` and `--scope read --scope write` say the same. */
function scopes(value: string, before: Scope[] | undefined): Scope[] {
  const named = value.split(',').map((part) => {
    const known = SCOPES.find((scope) => scope === part.trim());
    if (known === undefined) throw new InvalidArgumentError(`Each is one of ${SCOPES.join(', ')}.`);
    return known;
  });
  return [...new Set([...(before ?? []), ...named])];
}

function days(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 3_650) throw new InvalidArgumentError('It is a whole number from 1 to 3650.');
  return number;
}

export const registerToken: RegisterCommand = (program, cli) => {
  program
    .command('token')
    .description('personal access tokens')
    .command('create')
    .description('make a token for a member; it is shown this once')
    .requiredOption('--user <handle>', 'whose it is')
    .requiredOption('--scope <scopes>', 'read, write, moderate, admin: one or several, by comma or repeated', scopes)
    .option('--name <name>', 'what it is for')
    .option('--days <days>', 'expires after so many days', days)
    .action(async (flags: Flags) => {
      const wish = { handle: flags.user, scopes: flags.scope, name: flags.name, expiresInDays: flags.days };
      const { id, token } = await withContext(cli, ({ app }) => app.get(CreateToken, { strict: false }).execute(wish));
      cli.output.result({ id, token }, token);
    });
};
