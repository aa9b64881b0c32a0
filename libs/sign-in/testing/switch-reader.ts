import { AppError } from '#libs/kernel';
import { DATABASE_UNAVAILABLE, SqlReader, type Statement } from '#libs/persistence';

/** A reader that a test can take down. */
export class SwitchReader extends SqlReader {
  isDown = false;

  constructor(private readonly inner: SqlReader) {
    super();
  }

  async query<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R[]> {
    this.assertUp();
    return this.inner.query(statement, params);
  }

  async one<R extends object>(statement: Statement<R>, params?: readonly unknown[]): Promise<R | null> {
    this.assertUp();
    return this.inner.one(statement, params);
  }

  private assertUp(): void {
    if (this.isDown) throw new AppError(DATABASE_UNAVAILABLE, { retryAfter: 5 });
  }
}
