// Steps of a check, counted: a step is one result, a run of Jest is as many as it has tests.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { step } from './steps.mjs';

const PLAIN = { NO_COLOR: '1', FORCE_COLOR: '0' };
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', path.join(root, 'node_modules/jest/bin/jest.js')];

export class Tally {
  passed = 0;
  failed = 0;

  /** Runs a program as one step; what it printed is shown when it fails. */
  async command(title, command, args, options = {}) {
    try {
      await step(title, async () => void (await run(command, args, { env: PLAIN, ...options })));
      this.passed += 1;
      return true;
    } catch (error) {
      this.failed += 1;
      process.stdout.write(`${error.output?.trim() ?? error.message}\n`);
      return false;
    }
  }

  /** Runs Jest and counts its tests. A file that does not load, a skipped test and a run without tests are failures. */
  async jest(title, args, { env = {} } = {}) {
    const report = path.join(root, 'node_modules/.cache/cairn', `${title.replaceAll(/\W+/g, '-')}.json`);
    mkdirSync(path.dirname(report), { recursive: true });
    rmSync(report, { force: true });
    const program = [...JEST, '--ci', '--colors=false', '--json', `--outputFile=${report}`, ...args];
    let output = '';
    try {
      await step(title, async () => {
        output = await run(process.execPath, program, { env: { ...PLAIN, ...env } }).catch((error) => error.output ?? error.message);
        const counts = this.#count(report);
        const summary = `${counts.passed} passed, ${counts.failed} failed`;
        if (counts.failed > 0) throw new Error(summary);
        return summary;
      });
    } catch (error) {
      process.stdout.write(`${failures(report) || output}\n${error.message}\n`);
    }
  }

  #count(report) {
    const result = read(report);
    const counts = result
      ? { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests + result.numTodoTests }
      : { passed: 0, failed: 1 };
    if (counts.passed + counts.failed === 0) counts.failed = 1;
    this.passed += counts.passed;
    this.failed += counts.failed;
    return counts;
  }

  /** Prints the total as the last line and ends the process. */
  finish() {
    process.stdout.write(`${this.passed} passed, ${this.failed} failed\n`);
    process.exit(this.failed > 0 ? 1 : 0);
  }
}

function read(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
}

/** The messages of the files with failures, and the names of what was skipped. */
function failures(report) {
  const suites = read(report)?.testResults ?? [];
  const skipped = suites.flatMap((suite) => suite.assertionResults.filter((test) => test.status === 'pending' || test.status === 'todo').map((test) => `skipped: ${test.fullName}`));
  return [...suites.filter((suite) => suite.status === 'failed').map((suite) => `${path.relative(root, suite.name)}\n${suite.message}`), ...skipped].join('\n');
}
