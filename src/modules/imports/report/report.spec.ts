import { Clock } from '#libs/kernel';
import { ImportReport } from './import-report.js';
import { ProgressMeter } from './progress-meter.js';
import { reportText } from './report-text.js';

class HandClock extends Clock {
  ms = 0;
  now(): Date {
    return new Date(this.ms);
  }
}

const header = { site: 'x', folder: '/d', dryRun: false, isPrimary: true, startedAt: '2026-01-01T00:00:00.000Z', seconds: 2, ignoredFiles: ['Badges.xml'] };

describe('ImportReport', () => {
  it('should count kinds by outcome and group what was skipped, most first', () => {
    const report = new ImportReport();
    report.count('users', 'added', 3);
    report.count('users', 'unchanged');
    report.skip('Posts.xml', 'tag wiki', 5);
    for (let id = 1; id <= 9; id += 1) report.skip('Votes.xml', 'favourite', id);
    const { counts, skipped } = report.summary(header);
    expect(counts.users).toEqual({ total: 4, added: 3, changed: 0, unchanged: 1 });
    expect(skipped).toEqual([
      { file: 'Votes.xml', reason: 'favourite', count: 9, examples: ['1', '2', '3', '4', '5'] },
      { file: 'Posts.xml', reason: 'tag wiki', count: 1, examples: ['5'] },
    ]);
  });

  it('should stay small whatever happens, and still count', () => {
    const report = new ImportReport();
    for (let line = 0; line < 5_000; line += 1) report.damage({ file: 'Posts.xml', line, row: null, id: null, why: 'x' });
    const { damaged } = report.summary(header);
    expect(damaged.total).toBe(5_000);
    expect(damaged.listed).toHaveLength(1_000);
  });

  it('should name file, line, row and Id of damage for people', () => {
    const report = new ImportReport();
    report.damage({ file: 'Posts.xml', line: 12, row: 10, id: '77', why: 'bytes that are not UTF-8' });
    report.scoreDiffers(3, 1);
    expect(reportText(report.summary(header))).toContain('Posts.xml line 12, row 10, Id 77: bytes that are not UTF-8');
    expect(reportText(report.summary(header))).toContain('post 3: score minus votes is 1');
    expect(reportText(report.summary(header))).toContain('Badges.xml');
    expect(reportText(report.summary({ ...header, dryRun: true }))).toContain('nothing was written');
  });
});

describe('ProgressMeter', () => {
  it('should tell fraction, rate and time left', () => {
    const clock = new HandClock();
    const meter = new ProgressMeter(10_000_000, clock);
    expect(meter.state().secondsLeft).toBeNull();
    clock.ms = 2_000;
    meter.addBytes(4_000_000);
    for (let i = 0; i < 100; i += 1) meter.addRow();
    meter.begin('Posts.xml');
    expect(meter.state()).toEqual({ step: 'Posts.xml', fraction: 0.4, rows: 100, rowsPerSecond: 50, megabytesPerSecond: 2, secondsLeft: 3 });
  });

  it('should weigh slow work', () => {
    const clock = new HandClock();
    const meter = new ProgressMeter(8_000_000, clock);
    meter.begin('ids', 1);
    meter.addBytes(1_000_000);
    meter.begin('texts', 7);
    meter.addBytes(500_000);
    clock.ms = 1_000;
    expect(meter.state()).toMatchObject({ fraction: 4.5 / 8, megabytesPerSecond: 1.5, secondsLeft: 3.5 / 4.5 });
  });

  it('should forget old speed', () => {
    const clock = new HandClock();
    const meter = new ProgressMeter(100_000_000, clock);
    meter.addBytes(50_000_000);
    for (clock.ms = 1_000; clock.ms <= 60_000; clock.ms += 1_000) {
      meter.addBytes(100_000);
      meter.state();
    }
    expect(meter.state().megabytesPerSecond).toBeLessThan(0.2);
  });

  it('should be done at once with nothing to do', () => {
    expect(new ProgressMeter(0, new HandClock()).state().fraction).toBe(1);
  });
});
