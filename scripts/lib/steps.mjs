// One line per step with the time it took; on a terminal the running step counts its seconds.
const { stdout } = process;

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs `work` under a line that says what is going on. `work` may return a sentence on what it did. */
export async function step(title, work) {
  const began = Date.now();
  const live = stdout.isTTY === true;
  const draw = () => stdout.write(`\r\x1b[2K… ${title} ${seconds(began)}`);
  const timer = live ? setInterval(draw, 100) : undefined;
  if (live) draw();
  else stdout.write(`… ${title}\n`);
  const end = (mark, text) => {
    clearInterval(timer);
    stdout.write(`${live ? '\r\x1b[2K' : ''}${mark} ${text} (${seconds(began)})\n`);
  };
  try {
    const outcome = await work();
    end('✓', outcome ? `${title}: ${outcome}` : title);
    return outcome;
  } catch (error) {
    end('✗', title);
    throw error;
  }
}

/** A failure that the person at the terminal can put right: printed without a stack. */
export class Refusal extends Error {
  constructor(problem, fix) {
    super(fix ? `${problem}\n  Fix: ${fix}` : problem);
    this.name = 'Refusal';
  }
}

/** Ends the process with the message of an error; only a bug shows its stack. */
export function fail(error) {
  process.stderr.write(`\n${error instanceof Refusal ? error.message : (error?.stack ?? String(error))}\n`);
  process.exit(1);
}
