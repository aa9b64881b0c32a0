import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('should expose request durations by route pattern with the process labels', async () => {
    const metrics = new Metrics({ role: 'api' });
    metrics.observeRequest('GET', '/api/questions/:id', 200, 0.004);
    const text = await metrics.render();
    expect(text).toContain('cairn_http_request_duration_seconds_count{role="api",method="GET",route="/api/questions/:id",status="200"} 1');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('should read a gauge at each scrape and survive a reading that fails', async () => {
    const metrics = new Metrics();
    let lag = 3;
    metrics.gauge('cairn_event_lag', 'Events not yet seen.', ['subscriber'], () => {
      if (lag < 0) throw new Error('no database');
      return [{ labels: { subscriber: 'search' }, value: lag }];
    });
    expect(await metrics.render()).toContain('cairn_event_lag{subscriber="search"} 3');
    lag = -1;
    expect(await metrics.render()).not.toContain('cairn_event_lag{');
  });
});
