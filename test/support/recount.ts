import type { TestDatabase } from '#libs/testing';

const COUNTERS: Record<string, string> = {
  'score of a question': `select q.id, q.score as kept, q.base_score + coalesce(sum(v.value), 0)::int as counted
    from questions.questions q left join questions.votes v on v.target_id = q.id group by q.id`,
  'score of an answer': `select a.id, a.score as kept, a.base_score + coalesce(sum(v.value), 0)::int as counted
    from questions.answers a left join questions.votes v on v.target_id = a.id group by a.id`,
  'score of a comment': `select c.id, c.score as kept, c.base_score + count(v.member_id)::int as counted
    from comments.comments c left join comments.votes v on v.target_id = c.id group by c.id`,
  'answers of a question': `select q.id, q.answer_count as kept, count(a.id)::int as counted
    from questions.questions q left join questions.answers a on a.question_id = q.id and a.state = 'live' group by q.id`,
  'comments of a question': `select q.id, q.comment_count as kept, count(c.id)::int as counted
    from questions.questions q left join comments.comments c on c.target_id = q.id and c.state = 'live' group by q.id`,
  'comments of an answer': `select a.id, a.comment_count as kept, count(c.id)::int as counted
    from questions.answers a left join comments.comments c on c.target_id = a.id and c.state = 'live' group by a.id`,
  'accepted answer': `select q.id, q.accepted_answer_id as kept, (select a.id from questions.answers a where a.question_id = q.id and a.accepted and a.state = 'live') as counted
    from questions.questions q`,
  'questions of a tag': `select t.slug as id, t.question_count as kept, (select count(*)::int from questions.questions q where t.slug = any(q.tags) and q.state = 'live') as counted
    from questions.tags t`,
  'public questions of a tag': `select t.slug as id, t.public_count as kept,
    (select count(*)::int from questions.questions q where t.slug = any(q.tags) and q.state = 'live' and q.audience = 'public') as counted from questions.tags t`,
  'tags without a row': `select tag as id, 0 as kept, 1 as counted from questions.questions q, unnest(q.tags) as tag where q.state = 'live' and tag not in (select slug from questions.tags)`,
  'texts of a question': `select q.id, q.text_version as kept, count(d.version)::int as counted
    from questions.questions q left join documents.versions d on d.collection = 'questions' and d.id = q.id group by q.id`,
  'texts of an answer': `select a.id, a.text_version as kept, count(d.version)::int as counted
    from questions.answers a left join documents.versions d on d.collection = 'answers' and d.id = a.id group by a.id`,
  'texts of a comment': `select c.id, c.text_version as kept, count(d.version)::int as counted
    from comments.comments c left join documents.versions d on d.collection = 'comments' and d.id = c.id group by c.id`,
  'followers of a member': `select m.id, m.follower_count as kept, (select count(*)::int from users.follows f where f.member_id = m.id) as counted from users.members m`,
  'members one follows': `select m.id, m.following_count as kept, (select count(*)::int from users.follows f where f.follower_id = m.id) as counted from users.members m`,
};

/** Every counter that is not what counting its rows gives; empty when all is well. */
export async function wrongCounters(db: TestDatabase): Promise<object[]> {
  const wrong: object[] = [];
  for (const [counter, query] of Object.entries(COUNTERS)) {
    const rows = await db.query<{ id: string }>(`select * from (${query}) as c where c.kept is distinct from c.counted`);
    wrong.push(...rows.map((row) => ({ counter, ...row })));
  }
  return wrong;
}
