import { z } from 'zod';
import { ConfigError, defineConfig, parseConfig } from './index.js';

const config = defineConfig('spec', {
  SPEC_PORT: { schema: z.coerce.number().int().min(0).max(65_535).default(3000), description: 'A port.' },
  SPEC_URL: { schema: z.url().optional(), description: 'A URL.' },
  SPEC_SECRET: { schema: z.string().min(32, 'must have at least 32 characters').optional(), description: 'A secret.', secret: true },
});

function problemsOf(env: Record<string, string>): ConfigError {
  try {
    parseConfig(config, env);
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error('it was accepted');
}

describe('parseConfig', () => {
  it('takes defaults for what is not set or empty', () => {
    expect(parseConfig(config, { SPEC_PORT: '', SPEC_URL: '' })).toEqual({ SPEC_PORT: 3000, SPEC_URL: undefined, SPEC_SECRET: undefined });
  });

  it('reads values, ignores what is not its own, and cannot be changed', () => {
    const values = parseConfig(config, { SPEC_PORT: '80', OTHER: 'x' });
    expect(values).toEqual({ SPEC_PORT: 80, SPEC_URL: undefined, SPEC_SECRET: undefined });
    expect(Object.isFrozen(values)).toBe(true);
  });

  it('names every problem at once', () => {
    const error = problemsOf({ SPEC_PORT: 'eighty', SPEC_URL: 'not a url', SPEC_SECRET: 'short' });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.problems.map(({ variable }) => variable)).toEqual(['SPEC_PORT', 'SPEC_URL', 'SPEC_SECRET']);
    expect(error.message).toMatch(/^bad configuration:\n {2}SPEC_PORT: .+\n {2}SPEC_URL: .+\n {2}SPEC_SECRET: must have at least 32 characters$/);
  });

  it('does not repeat the value of a secret', () => {
    expect(problemsOf({ SPEC_SECRET: 'hunter2' }).message).not.toContain('hunter2');
  });
});
