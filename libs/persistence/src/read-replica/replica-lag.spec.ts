import { ReplicaLag } from './replica-lag.js';

describe('ReplicaLag', () => {
  let now = 0;
  let lag: ReplicaLag;

  beforeEach(() => {
    now = 1_000;
    lag = new ReplicaLag(() => now);
  });

  it('should know no bound before the replica has passed anything', () => {
    expect(lag.boundMs).toBe(Number.POSITIVE_INFINITY);
    lag.noted(now, '0/10');
    lag.passed(0);
    expect(lag.boundMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('should be the age of the newest position that was passed', () => {
    lag.noted(1_000, '0/10');
    lag.noted(2_000, '0/20');
    lag.noted(3_000, '0/30');
    now = 3_500;
    lag.passed(2);
    expect(lag.boundMs).toBe(1_500);
    expect(lag.positions).toEqual(['0/30']);
  });

  it('should grow while nothing is heard, and while the replica stands still', () => {
    lag.noted(1_000, '0/10');
    lag.passed(1);
    now = 4_000;
    lag.noted(4_000, '0/20');
    lag.passed(0);
    expect(lag.boundMs).toBe(3_000);
  });

  it('should know nothing after it was told to forget', () => {
    lag.noted(1_000, '0/10');
    lag.passed(1);
    lag.forget();
    expect([lag.boundMs, lag.positions]).toEqual([Number.POSITIVE_INFINITY, []]);
  });

  it('should keep no more positions than it needs', () => {
    for (let n = 0; n < 1_000; n += 1) lag.noted(n, `0/${n.toString(16)}`);
    expect(lag.positions.length).toBeLessThanOrEqual(120);
  });
});
