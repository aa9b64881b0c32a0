import { ConfigError, defineConfig } from '#libs/config';
import { z } from 'zod';
import { Configuration, configRegistry } from './index.js';

const one = defineConfig('one', { SPEC_ONE: { schema: z.coerce.number({ error: 'must be a number' }), description: 'One.' } });
const two = defineConfig('two', { SPEC_TWO: { schema: z.enum(['a', 'b'], { error: 'must be a or b' }), description: 'Two.' } });

describe('Configuration', () => {
  it('names the problems of all definitions at once', () => {
    const make = (): Configuration => new Configuration([one, two], { SPEC_ONE: 'x', SPEC_TWO: 'c' });
    expect(make).toThrow(new ConfigError([{ variable: 'SPEC_ONE', message: 'must be a number' }, { variable: 'SPEC_TWO', message: 'must be a or b' }]));
  });

  it('gives each owner its own values and refuses a definition it does not know', () => {
    const configuration = new Configuration([one], { SPEC_ONE: '1' });
    expect(configuration.of(one)).toEqual({ SPEC_ONE: 1 });
    expect(() => configuration.of(two)).toThrow('configuration of two is not in the registry');
  });

  it('starts from nothing: no variable of the program is required', () => {
    expect(() => new Configuration(configRegistry, {})).not.toThrow();
  });

  it('has every variable once, with a description', () => {
    const names = configRegistry.flatMap((definition) => Object.keys(definition.fields));
    expect(new Set(names).size).toBe(names.length);
    const undescribed = configRegistry.flatMap((definition) => Object.entries(definition.fields)).filter(([, field]) => field.description.length < 10);
    expect(undescribed).toEqual([]);
  });
});
