import type { INestApplicationContext } from '@nestjs/common';
import type { HealthCheck } from '#libs/observability';
import { SearchIndexes } from '#libs/search-engine';
import { SignIn } from '#libs/sign-in';
import { RedisLinks } from './redis-links.js';

/** One health check per engine that a URL has joined. None is critical: an engine that is down degrades its own feature (DESIGN §7). */
export function engineChecks(app: INestApplicationContext): HealthCheck[] {
  const links = app.get(RedisLinks, { strict: false });
  const { main, cache } = links;
  const checks: HealthCheck[] = [];
  if (main) checks.push({ name: 'redis', critical: false, check: () => checkKeeping(links) });
  if (cache) checks.push({ name: 'redis-cache', critical: false, check: () => cache.check() });
  const signIn = app.get(SignIn, { strict: false });
  if (signIn.isOutside) checks.push({ name: 'keycloak', critical: false, check: () => signIn.check() });
  const { remote, watch } = app.get(SearchIndexes, { strict: false });
  if (remote && watch) checks.push({ name: remote.engine, critical: false, check: () => watch.check() });
  return checks;
}

/** A server that was down at start may come back as one that forgets. */
async function checkKeeping(links: RedisLinks): Promise<void> {
  const found = await links.problem();
  if (found) throw new Error(found.problem);
}
