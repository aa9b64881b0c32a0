import { z } from 'zod';
import { Instant, MarkdownBody, pageOf, pageQuery } from '#libs/http';
import { MemberCardSchema, SourceSchema } from '#modules/users';

const TARGET = /^([a-z]+):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const target = z.string().regex(TARGET, 'must be of the form question:{id}');

export const CommentSchema = z
  .strictObject({
    id: z.string(),
    target: z.string(),
    body: z.string(),
    bodyHtml: z.string(),
    author: MemberCardSchema,
    score: z.number().int(),
    state: z.enum(['live', 'hidden', 'deleted', 'draft']),
    createdAt: Instant,
    editedAt: Instant.nullable(),
    source: SourceSchema,
    viewer: z
      .strictObject({
        vote: z.union([z.literal(0), z.literal(1)]),
        canEdit: z.boolean(),
        canDelete: z.boolean(),
        canVote: z.boolean(),
        canHide: z.boolean(),
        canComment: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'Comment' });

export const CommentPreviewSchema = z.strictObject({ items: z.array(CommentSchema), total: z.number().int() }).meta({ id: 'CommentPreview' });
export const CommentPageSchema = pageOf(CommentSchema).meta({ id: 'CommentPage' });
export const CommentTargetQuery = z.strictObject({ target });
export const CommentsQuery = z.strictObject({ target, sort: z.enum(['old', 'new']).default('old'), ...pageQuery });
export const NewCommentSchema = z.strictObject({ body: MarkdownBody }).meta({ id: 'NewComment' });
export const CommentVoteSchema = z.strictObject({ value: z.literal(1) }).meta({ id: 'CommentVote' });
export const CommentVotedSchema = z.strictObject({ score: z.number().int(), vote: z.union([z.literal(0), z.literal(1)]) }).meta({ id: 'CommentVoted' });

/** `question:{id}` taken apart; the schema has checked the form. */
export function parseTarget(value: string): { targetType: string; targetId: string } {
  const [, targetType, targetId] = TARGET.exec(value)!;
  return { targetType: targetType!, targetId: targetId! };
}
