import { z } from 'zod';
import { Instant, line, pageOf, pageQuery } from '#libs/http';
import { MemberCardSchema } from '#modules/users';

const reason = line(1, 500);
const TARGET = /^(question|answer|comment|user):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export const ContentStateSchema = z.strictObject({ state: z.enum(['hidden', 'live']), reason }).meta({ id: 'ContentState' });
export const ContentStateSetSchema = z.strictObject({ id: z.string(), state: z.enum(['hidden', 'live']) }).meta({ id: 'ContentStateSet' });

export const HandleParam = z.strictObject({ handle: z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}$/) });
export const SuspensionSchema = z
  .strictObject({ reason, until: z.iso.datetime({ offset: true }).nullable().default(null).meta({ description: 'For good when absent' }) })
  .meta({ id: 'Suspension' });
export const RestorationSchema = z.strictObject({ reason: reason.optional() }).meta({ id: 'Restoration' });
export const MemberStandingSchema = z
  .strictObject({ handle: z.string(), state: z.enum(['active', 'suspended']), until: Instant.nullable() })
  .meta({ id: 'MemberStanding' });

export const AuditQuery = z.strictObject({ target: z.string().regex(TARGET, 'must be of the form question:{id}').optional(), ...pageQuery });
export const AuditPageSchema = pageOf(
  z
    .strictObject({
      id: z.string(),
      actor: MemberCardSchema.nullable(),
      action: z.string(),
      target: z.string(),
      reason: z.string(),
      at: Instant,
    })
    .meta({ id: 'AuditEntry' }),
).meta({ id: 'AuditPage' });

/** `question:{id}` taken apart; the schema has checked the form. */
export function parseTarget(value: string): { type: string; id: string } {
  const [, type, id] = TARGET.exec(value)!;
  return { type: type!, id: id! };
}
