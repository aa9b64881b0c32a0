/** ISO 8601 with microseconds, so that a cursor compares exactly as PostgreSQL sorts. */
export const exact = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export const QUESTION = `q.id, q.author_id as "authorId", q.author_name as "authorName", q.slug, q.title, q.excerpt, q.tags, q.audience, q.state,
  q.score, q.answer_count as "answerCount", q.comment_count as "commentCount", q.accepted_answer_id as "acceptedAnswerId",
  q.text_version as "textVersion", q.row_version as "rowVersion", q.closed_at as "closedAt", q.closed_reason as "closedReason",
  q.created_at as "createdAt", q.edited_at as "editedAt", q.last_activity_at as "lastActivityAt", q.source`;

export const ANSWER = `a.id, a.question_id as "questionId", a.author_id as "authorId", a.author_name as "authorName", a.state, a.accepted,
  a.score, a.comment_count as "commentCount", a.text_version as "textVersion", a.row_version as "rowVersion",
  a.created_at as "createdAt", a.edited_at as "editedAt", a.source`;
