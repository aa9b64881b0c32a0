import { explainFailure } from './explain-failure.js';
import { IdleMemory } from './idle-memory.js';
import { untilToldToEnd } from './until-told-to-end.js';

/** A started part of the program. */
export interface RunningPart {
  close(): Promise<void>;
}

const FAILED = 1;

/**
 * The life of one process: start, wait to be told to end, close in order, exit 0. A failed start is explained on stderr and exits 1;
 * a signal during the start ends it as soon as it stands.
 */
export async function runProcess({ start }: { start: () => Promise<RunningPart> }): Promise<void> {
  // Whoever read our output may be gone (a closed pipe): that is no reason to stop serving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const told = untilToldToEnd({ onForce: () => process.exit(FAILED) });
  try {
    const part = await start();
    new IdleMemory().start();
    await told;
    await part.close();
  } catch (error) {
    process.stderr.write(`\n${explainFailure(error)}\n`);
    process.exit(FAILED);
  }
  process.exit(0);
}
