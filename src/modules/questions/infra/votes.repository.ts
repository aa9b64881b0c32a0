import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { VoteTarget, VoteValue } from '../domain/question.js';

const CAST = sql<{ previous: VoteValue | null }>(
  'votes.cast',
  `insert into questions.votes as v (target_id, member_id, target_type, value, created_at) values ($1, $2, $3, $4, $5)
   on conflict (target_id, member_id) do update set value = excluded.value, created_at = excluded.created_at
   returning (select old.value from questions.votes old where old.target_id = $1 and old.member_id = $2) as previous`,
);
const WITHDRAW = sql<{ value: VoteValue }>('votes.withdraw', `delete from questions.votes where target_id = $1 and member_id = $2 returning value`);
const OF_MEMBER = sql<{ targetId: string; value: VoteValue }>(
  'votes.of-member',
  `select target_id as "targetId", value from questions.votes where member_id = $1 and target_id = any($2::uuid[])`,
);

/** One vote per member and post. */
@Injectable()
export class VotesRepository {
  constructor(private readonly reader: SqlReader) {}

  /** Casts or changes a vote (0 withdraws it); the target's row must be locked, so that `previous` is true. @returns the vote before */
  async cast(tx: Tx, vote: { targetId: string; targetType: VoteTarget; memberId: string; value: VoteValue; at: Date }): Promise<VoteValue> {
    if (vote.value === 0) {
      const [gone] = await tx.query(WITHDRAW, [vote.targetId, vote.memberId]);
      return gone?.value ?? 0;
    }
    const [row] = await tx.query(CAST, [vote.targetId, vote.memberId, vote.targetType, vote.value, vote.at]);
    return row?.previous ?? 0;
  }

  async ofMember(memberId: string, targetIds: readonly string[]): Promise<Map<string, VoteValue>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.reader.query(OF_MEMBER, [memberId, targetIds]);
    return new Map(rows.map((row) => [row.targetId, row.value]));
  }
}
