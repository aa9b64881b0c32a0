/**
 * One SQL statement with a name. PostgreSQL parses and plans it once per connection under that name
 * (worth 13–20 % through pg); the name must be unique in the program, which `sql` checks.
 */
export interface Statement<R extends object = Record<string, unknown>> {
  readonly name: string;
  readonly text: string;
  /** Only carries the row type. */
  readonly row?: R;
}

const declared = new Map<string, Statement>();

/** Declares a named statement: `sql<Row>('questions.by-id', 'SELECT …')`. Declare at module level, once. */
export function sql<R extends object = Record<string, unknown>>(name: string, text: string): Statement<R> {
  if (Buffer.byteLength(name) > 63) throw new Error(`statement name ${name} is longer than PostgreSQL's 63 bytes`);
  if (declared.has(name)) throw new Error(`statement ${name} is declared twice`);
  const statement = Object.freeze({ name, text });
  declared.set(name, statement);
  return statement;
}

/** Every statement declared so far: the tests EXPLAIN them. */
export function declaredStatements(): readonly Statement[] {
  return [...declared.values()];
}

/** What pg is given. Behind a pooler in transaction mode without the name: another session does not know it. */
export function queryOf(statement: Pick<Statement, 'name' | 'text'>, params: readonly unknown[], isPooled = false): { name?: string; text: string; values: unknown[] } {
  const query = { text: statement.text, values: params as unknown[] };
  return isPooled ? query : { name: statement.name, ...query };
}
