import { z } from 'zod';
import { Instant, pageQuery, repeatable } from '#libs/http';
import { MemberCardSchema } from '#modules/users';

const type = z.enum(['question', 'answer', 'user']);

export const SearchQuerySchema = z.strictObject({
  q: z.string().max(300).default(''),
  type: repeatable(type, 3),
  tag: repeatable(z.string().min(1).max(37), 10),
  sort: z.enum(['relevance', 'new', 'score']).default('relevance'),
  ...pageQuery,
});

export const SuggestQuerySchema = z.strictObject({ q: z.string().max(100).default('') });

export const SearchHitSchema = z
  .strictObject({
    id: z.string(),
    type,
    url: z.string().meta({ description: 'Path on this site' }),
    title: z.string().meta({ description: "Of an answer: its question's title" }),
    titleHtml: z.string().meta({ description: 'Escaped text, matches in <mark>' }),
    excerptHtml: z.string().meta({ description: 'Escaped text, matches in <mark>' }),
    score: z.number().int(),
    tags: z.array(z.string()),
    author: MemberCardSchema.nullable(),
    createdAt: Instant,
    questionId: z.string().optional(),
  })
  .meta({ id: 'SearchHit' });

export const SearchPageSchema = z
  .strictObject({
    items: z.array(SearchHitSchema),
    nextCursor: z.string().nullable(),
    fuzzy: z.boolean().meta({ description: 'The words were corrected, or only some of them matched' }),
    degraded: z.boolean().meta({ description: 'The search engine is down; results come from the database' }),
  })
  .meta({ id: 'SearchPage' });

export const SuggestionsSchema = z
  .strictObject({ items: z.array(z.strictObject({ type, title: z.string(), url: z.string() }).meta({ id: 'Suggestion' })) })
  .meta({ id: 'Suggestions' });
