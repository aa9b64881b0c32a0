import { InvalidArgumentError } from 'commander';
import type { Role } from '#libs/kernel';
import { CreateUser } from '#modules/identity';
import { type CliEnvironment, type RegisterCommand, withContext } from '../cli-environment.js';

interface Flags {
  handle: string;
  email: string;
  name?: string;
  role: Role;
  passwordStdin: boolean;
}

const ROLES: readonly Role[] = ['learner', 'moderator', 'admin'];

function role(value: string): Role {
  const known = ROLES.find((one) => one === value);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${ROLES.join(', ')}.`);
  return known;
}

async function firstLine(input: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of input) text += String(chunk);
  return text.split(/\r?\n/, 1)[0]!;
}

async function create(cli: CliEnvironment, flags: Flags): Promise<void> {
  const { handle, email, name: displayName, role: as } = flags;
  const password = flags.passwordStdin ? await firstLine(cli.stdin) : undefined;
  const user = await withContext(cli, ({ app }) => app.get(CreateUser, { strict: false }).execute({ handle, email, displayName, role: as, password }));
  const lines = [`Made ${user.handle} (${as}), who logs in as ${email}.`, ...(user.password ? [`Password: ${user.password}`] : [])];
  cli.output.result({ id: user.memberId, handle: user.handle, email, role: as, ...(user.password ? { password: user.password } : {}) }, lines.join('\n'));
}

export const registerUser: RegisterCommand = (program, cli) => {
  program
    .command('user')
    .description('people with an account')
    .command('create')
    .description('make an account that can log in at once; prints a password unless one is given')
    .requiredOption('--handle <handle>', 'the name in addresses: 2 to 39 of a–z, 0–9 and inner hyphens')
    .requiredOption('--email <address>', 'what they log in with')
    .option('--name <name>', 'the name that is shown (default: the handle)')
    .option('--role <role>', 'learner, moderator or admin', role, 'learner')
    .option('--password-stdin', 'read the password from the first line of stdin, so that it stays out of the shell history', false)
    .action((flags: Flags) => create(cli, flags));
};
