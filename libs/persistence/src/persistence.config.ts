import { z } from 'zod';
import { defineConfig } from '#libs/config';

const poolSize = (fallback: number) => z.coerce.number().int().min(1).max(40).default(fallback);

export const persistenceConfig = defineConfig('persistence', {
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
    description: 'A PostgreSQL 17 or newer of your own. When unset, the embedded PostgreSQL 18 in DATA_DIR runs.',
    secret: true,
    example: 'postgres://cairn:secret@db.example.org:5432/cairn',
  },
  DATABASE_DIRECT_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
    description: 'The same database without a pooler between, for LISTEN, session locks, migrations and jobs. Defaults to DATABASE_URL.',
    secret: true,
  },
  DATABASE_READ_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
    description: 'A streaming replica of the same database, one server: guests read there as long as it is not too far behind.',
    secret: true,
  },
  DATABASE_READ_MAX_LAG_MS: {
    schema: z.coerce.number().int().min(10).max(600_000).default(2_000),
    description: 'How far behind the replica may be, in ms; beyond that, and when it is down, guests read from DATABASE_URL too.',
  },
  DATABASE_PREPARED_STATEMENTS: {
    schema: z.stringbool().default(true),
    description: 'false behind a pooler in transaction mode (PgBouncer), together with DATABASE_DIRECT_URL: no named statements, nothing kept in a session.',
  },
  DATABASE_WRITE_POOL: { schema: poolSize(8), description: 'Connections for transactions, per process.' },
  DATABASE_READ_POOL: { schema: poolSize(6), description: 'Connections for hot reads, per process.' },
  STORAGE_RESERVE_MB: {
    schema: z.coerce.number().int().min(0).default(256),
    description: 'Writes are refused with 507 when the data volume has less free space than this, in MiB.',
  },
});
