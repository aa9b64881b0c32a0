import { HealthRegistry } from './health-registry.js';

const up = () => Promise.resolve();
const down = () => Promise.reject(new Error('connection refused'));

function setup(checks: Record<string, { critical: boolean; check: () => Promise<string | void> }>) {
  const registry = new HealthRegistry();
  for (const [name, check] of Object.entries(checks)) registry.register({ name, ...check });
  return registry;
}

describe('HealthRegistry', () => {
  it('should be ready and degraded when only an uncritical check fails', async () => {
    const registry = setup({ postgresql: { critical: true, check: up }, search: { critical: false, check: down } });
    const report = await registry.report();
    expect(report).toMatchObject({ status: 'degraded', ready: true });
    expect(report.checks.find((state) => state.name === 'search')).toMatchObject({ ok: false, detail: 'connection refused' });
  });

  it('should not be ready when a critical check fails', async () => {
    const registry = setup({ postgresql: { critical: true, check: down } });
    expect(await registry.report()).toMatchObject({ status: 'down', ready: false });
  });

  it('should not be ready while draining', async () => {
    const registry = setup({ postgresql: { critical: true, check: up } });
    expect((await registry.report()).ready).toBe(true);
    registry.drain();
    expect(await registry.report()).toMatchObject({ ready: false, draining: true, status: 'down' });
  });

  it('should ask each check once for many reports at a time', async () => {
    let asked = 0;
    const registry = setup({ postgresql: { critical: true, check: async () => void asked++ } });
    await Promise.all(Array.from({ length: 20 }, () => registry.report()));
    expect(asked).toBe(1);
  });

  it('should refuse a second check of the same name', () => {
    const registry = setup({ jobs: { critical: false, check: up } });
    expect(() => registry.register({ name: 'jobs', critical: false, check: up })).toThrow('registered twice');
  });
});
