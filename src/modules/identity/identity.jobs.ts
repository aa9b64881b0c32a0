import { defineJob } from '#libs/jobs';

/** The issuer was down when somebody logged out here: it is told when it is back, for some hours. */
export const END_AT_ISSUER = defineJob<{ sessionId: string }>('identity.end-at-issuer', { attempts: 12, backoffMs: 10_000 });
