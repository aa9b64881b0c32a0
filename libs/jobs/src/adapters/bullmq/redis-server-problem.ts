import type { RedisLink } from '#libs/redis';

export interface ServerProblem {
  problem: string;
  fix: string;
}

function field(info: unknown, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(String(info))?.[1];
}

/** Why this server must not hold jobs: it would forget them under memory pressure, or at its next restart. Null when it may. @throws when it does not answer */
export async function redisServerProblem(link: RedisLink): Promise<ServerProblem | null> {
  const policy = field(await link.send('INFO', 'memory'), 'maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    return {
      problem: `The Redis of REDIS_URL evicts (maxmemory-policy ${policy}): it would forget jobs.`,
      fix: 'set `maxmemory-policy noeviction` there; a cache that evicts belongs on REDIS_CACHE_URL.',
    };
  }
  if (field(await link.send('INFO', 'persistence'), 'aof_enabled') === '0') {
    return {
      problem: 'The Redis of REDIS_URL does not keep what it is told (appendonly no): a restart would lose jobs.',
      fix: 'set `appendonly yes` there (`redis-cli CONFIG SET appendonly yes`, then CONFIG REWRITE).',
    };
  }
  return null;
}
