import { z } from 'zod';
import { Id, Instant, line, MarkdownBody, pageOf, pageQuery, repeatable } from '#libs/http';
import { CommentPreviewSchema } from '#modules/comments';
import { MemberCardSchema, SourceSchema } from '#modules/users';
import { normaliseTag } from '../domain/slug.js';

const audience = z.enum(['public', 'members']);
const state = z.enum(['live', 'hidden', 'deleted', 'draft']);
const vote = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const postOperations = {
  vote,
  canEdit: z.boolean(),
  canDelete: z.boolean(),
  canVote: z.boolean(),
  canHide: z.boolean(),
  canComment: z.boolean(),
};

const summary = {
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  excerpt: z.string(),
  tags: z.array(z.string()),
  score: z.number().int(),
  answerCount: z.number().int(),
  commentCount: z.number().int(),
  acceptedAnswerId: z.string().nullable(),
  author: MemberCardSchema,
  audience,
  state,
  closedReason: z.string().nullable(),
  createdAt: Instant,
  editedAt: Instant.nullable(),
  lastActivityAt: Instant,
  source: SourceSchema,
};

const text = { body: z.string(), bodyHtml: z.string(), version: z.number().int(), comments: CommentPreviewSchema };

export const QuestionSummarySchema = z.strictObject(summary).meta({ id: 'QuestionSummary' });
export const QuestionSchema = z
  .strictObject({ ...summary, ...text, viewer: z.strictObject({ ...postOperations, canAnswer: z.boolean(), canAccept: z.boolean() }).nullable() })
  .meta({ id: 'Question' });
export const AnswerSchema = z
  .strictObject({
    id: z.string(),
    questionId: z.string(),
    ...text,
    score: z.number().int(),
    accepted: z.boolean(),
    commentCount: z.number().int(),
    author: MemberCardSchema,
    state,
    createdAt: Instant,
    editedAt: Instant.nullable(),
    source: SourceSchema,
    viewer: z.strictObject(postOperations).nullable(),
  })
  .meta({ id: 'Answer' });

export const QuestionPageSchema = pageOf(QuestionSummarySchema).meta({ id: 'QuestionPage' });
export const AnswerPageSchema = pageOf(AnswerSchema).meta({ id: 'AnswerPage' });
export const QuestionListSchema = z.strictObject({ items: z.array(QuestionSummarySchema) }).meta({ id: 'QuestionList' });
export const RevisionPageSchema = pageOf(
  z
    .strictObject({ version: z.number().int(), title: z.string().nullable(), body: z.string(), bodyHtml: z.string(), createdAt: Instant })
    .meta({ id: 'Revision' }),
).meta({ id: 'RevisionPage' });
export const TagSchema = z.strictObject({ slug: z.string(), description: z.string(), questionCount: z.number().int() }).meta({ id: 'Tag' });
export const TagPageSchema = pageOf(TagSchema).meta({ id: 'TagPage' });
export const VotedSchema = z.strictObject({ score: z.number().int(), vote }).meta({ id: 'Voted' });

const tag = z.string().max(100).transform((value, ctx) => {
  const slug = normaliseTag(value);
  if (slug === null) ctx.addIssue({ code: 'custom', message: 'must be 1 to 35 letters, digits, or + # . -' });
  return slug ?? z.NEVER;
});

/** Counted before doubles are taken out (DESIGN §5). */
const tags = z
  .array(tag)
  .min(1, 'must hold 1 to 5 tags')
  .max(5, 'must hold 1 to 5 tags')
  .transform((list) => [...new Set(list)]);

const title = line(10, 200);

export const NewQuestionSchema = z.strictObject({ title, body: MarkdownBody, tags, audience: audience.default('public') }).meta({ id: 'NewQuestion' });
export const QuestionChangeSchema = z
  .strictObject({ title: title.optional(), body: MarkdownBody.optional(), tags: tags.optional(), audience: audience.optional() })
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ id: 'QuestionChange' });
export const NewAnswerSchema = z.strictObject({ body: MarkdownBody }).meta({ id: 'NewAnswer' });
export const VoteSchema = z.strictObject({ value: z.union([z.literal(1), z.literal(-1)]) }).meta({ id: 'Vote' });
export const AcceptSchema = z.strictObject({ answerId: Id }).meta({ id: 'AcceptedAnswer' });

export const QuestionsQuery = z.strictObject({
  sort: z.enum(['active', 'new', 'score', 'unanswered']).default('active'),
  tag: repeatable(z.string().min(1).max(36), 10),
  author: z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}$/).optional(),
  ...pageQuery,
});
export const PageQuery = z.strictObject(pageQuery);
export const SimilarQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(20).default(5) });
export const SimilarTitleQuery = z.strictObject({ title: z.string().trim().min(3).max(200), limit: z.coerce.number().int().min(1).max(20).default(5) });
export const TagsQuery = z.strictObject({ q: z.string().trim().min(1).max(35).optional(), ...pageQuery });
export const TagParam = z.strictObject({ slug: z.string().min(1).max(36) });
