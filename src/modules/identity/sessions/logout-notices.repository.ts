import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#libs/persistence';

const TAKE = sql<{ jti: string }>(
  'identity.logout-notice-take',
  'insert into identity.logout_notices (issuer_key, jti, expires_at) values ($1, $2, $3) on conflict do nothing returning jti',
);

/** Logout tokens that were taken, so that none is taken twice. */
@Injectable()
export class LogoutNoticesRepository {
  /** @returns false when it was there already */
  async take(tx: Tx, notice: { issuerKey: string; jti: string; expiresAt: Date }): Promise<boolean> {
    return (await tx.query(TAKE, [notice.issuerKey, notice.jti, notice.expiresAt])).length > 0;
  }
}
