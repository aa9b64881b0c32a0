import type { Abstract, DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestAuthenticator } from '#libs/http';
import { type Clock, newId, type Role, SystemClock } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import type { PostgresDatabase } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import { aMember, eventually, memberContext, testDatabase, type TestDatabase } from '#libs/testing';
import { CommentsModule } from '#modules/comments';
import { ImportsModule } from '#modules/imports';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { VisibilityModule } from '#modules/visibility';
import { CommentsApiModule } from '../../src/modules/comments/comments-api.module.js';
import { AskQuestion } from '../../src/modules/questions/application/ask-question.js';
import { QuestionsApiModule } from '../../src/modules/questions/questions-api.module.js';
import { SearchApiModule } from '../../src/modules/search/search-api.module.js';
import { UsersApiModule } from '../../src/modules/users/users-api.module.js';
import { ApiModule } from '../../src/platform/api.module.js';
import { Configuration, configRegistry } from '../../src/platform/config/index.js';
import { ActiveEngines } from '../../src/platform/engines/active/active-engines.js';
import { EnginesModule } from '../../src/platform/engines/engines.module.js';
import { createApp } from '../../src/platform/http/create-app.js';
import { HttpModule } from '../../src/platform/http/http.module.js';
import type { Runtime } from '../../src/platform/runtime/runtime.js';
import { StubAuthenticator } from './stub-authenticator.js';

/** A member that exists as a row, and a request context of theirs. */
export type TestMember = ReturnType<typeof memberContext> & { handle: string; id: string };

/** The modules of questions, comments and users on a database of their own; closed in afterAll. */
export class TestSite<A extends INestApplicationContext = INestApplicationContext> {
  private constructor(
    readonly db: TestDatabase,
    readonly app: A,
    readonly logger: MemoryLogger,
  ) {}

  /** Use cases only. */
  static async open(clock: Clock = new SystemClock(), extra: NonNullable<DynamicModule['imports']> = []): Promise<TestSite> {
    const { db, runtime, logger } = await runtimeOf(clock, {});
    const imports = [EnginesModule.with(runtime), VisibilityModule, UsersModule, CommentsModule, QuestionsModule, ...extra];
    const app = await NestFactory.createApplicationContext(rootOf(imports), { logger: false, abortOnError: false });
    return new TestSite(db, app, logger);
  }

  /** With its routes, for `inject` or to listen; who asks is decided by the StubAuthenticator. */
  static async openApi(env: Record<string, string> = {}, extra: DynamicModule['imports'] = [], through?: OpenDatabase): Promise<TestSite<NestFastifyApplication>> {
    const { db, runtime, logger } = await runtimeOf(new SystemClock(), { ...FOR_TESTS, ...env }, through);
    const stub = { provide: RequestAuthenticator, useValue: new StubAuthenticator(db) };
    const authentication: DynamicModule = { module: class StubAuthentication {}, global: true, providers: [stub], exports: [stub] };
    const imports = [EnginesModule.with(runtime), authentication, HttpModule, VisibilityModule, UsersApiModule, CommentsApiModule, QuestionsApiModule, SearchApiModule, ImportsModule, ...extra];
    return TestSite.serve(db, runtime, logger, rootOf(imports));
  }

  /** Everything an API process loads; who asks is decided by real tokens. */
  static async openProgram(env: Record<string, string> = {}): Promise<TestSite<NestFastifyApplication>> {
    const { db, runtime, logger } = await runtimeOf(new SystemClock(), { ...FOR_TESTS, ...env });
    return TestSite.serve(db, runtime, logger, ApiModule.with(runtime));
  }

  private static async serve(db: TestDatabase, runtime: Runtime, logger: MemoryLogger, module: DynamicModule): Promise<TestSite<NestFastifyApplication>> {
    const app = await createApp(runtime, module);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new TestSite(db, app, logger);
  }

  get<T>(type: Type<T> | Abstract<T>): T {
    return this.app.get<T>(type, { strict: false });
  }

  /** Resolves once so many connections of this database wait for a lock. */
  async untilWaiting(count: number): Promise<void> {
    await eventually(async () => {
      const rows = await this.db.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      if (rows.length !== count) throw new Error(`${rows.length} connections wait, not ${count}`);
    });
  }

  /** Holds the row lock of a question while `meanwhile` runs and until so many connections wait for something; then lets go. */
  async whileLocked<T>(questionId: string, waiting: number, meanwhile: () => Promise<T>): Promise<T> {
    const holder = await this.db.direct.connect('holder');
    try {
      await holder.query('begin');
      await holder.query('select from questions.questions where id = $1 for no key update', [questionId]);
      const result = meanwhile();
      result.catch(() => undefined);
      await this.untilWaiting(waiting);
      await holder.query('commit');
      return await result;
    } finally {
      await holder.close();
    }
  }

  async member(handle: string, role: Role = 'learner'): Promise<TestMember> {
    const id = newId();
    await this.db.query('insert into users.members (id, handle, display_name, role, created_at, updated_at) values ($1, $2, $3, $4, now(), now())', [
      id, handle, handle.toUpperCase(), role,
    ]);
    return { ...memberContext(aMember({ id, handle, role })), id, handle };
  }

  /** A public question of a member. @returns its id */
  ask(by: TestMember): Promise<string> {
    return this.get(AskQuestion).execute(by, { title: 'What do you say to this?', body: 'Body', tags: ['talk'], audience: 'public' });
  }

  /** Empties the tables, for the next test of the file. Page versions stay: a number that came again would make old pages of guests look fresh. */
  async reset(): Promise<void> {
    await this.db.query(`truncate users.members, users.follows, questions.questions, questions.answers, questions.votes, questions.tags,
      comments.comments, comments.votes, documents.versions, search.documents, events.outbox, http.idempotency_keys cascade`);
  }

  async close(): Promise<void> {
    await this.get(RichText).close();
    await this.app.close();
    await this.db.drop();
  }
}

/** Reaches a test's database in another way than directly. */
export type OpenDatabase = (db: TestDatabase) => Promise<PostgresDatabase>;

const FOR_TESTS = { HTTP_CHECK_RESPONSES: 'true', RATE_LIMIT_FACTOR: '1000000' };

function rootOf(imports: NonNullable<DynamicModule['imports']>): DynamicModule {
  return { module: class TestRoot {}, imports };
}

export async function runtimeOf(clock: Clock, env: Record<string, string>, through?: OpenDatabase): Promise<{ db: TestDatabase; runtime: Runtime; logger: MemoryLogger }> {
  const db = await testDatabase();
  const logger = new MemoryLogger();
  const configuration = new Configuration(configRegistry, env);
  const settings = { mayChange: true, valueOf: (variable: string) => configuration.valueOf(variable), countUndrained: () => Promise.resolve(0) };
  const engines = await ActiveEngines.open({ role: 'api', connections: db.direct, reader: db.reader, logger, settings });
  const runtime: Runtime = {
    role: 'api',
    configuration,
    logger,
    clock,
    connection: db.connection,
    directConnection: db.connection,
    database: through ? await through(db) : db.database,
    secret: 'a secret of at least thirty-two characters',
    dataDir: '/nonexistent',
    databaseEngine: 'PostgreSQL for tests',
    engines,
    appliedMigrations: [],
    close: () => Promise.resolve(),
  };
  return { db, runtime, logger };
}
