import { availableEngines, type Engine, type EnginePort, engineOfPort } from '../ports.js';
import type { EngineRow } from './engine-rows.js';

/** What start has to know to decide, besides the row. */
export interface PortFacts {
  isSet: (variable: string) => boolean;
  /** What `filledBy` asks about. */
  isFilled: boolean;
  /** Of a queue: whether it may be left: nothing waits in it and no worker serves it. Null when it cannot be asked. */
  isDrained: boolean | null;
  /** Value of the variable `decidedBy`. */
  decision: string | undefined;
}

export interface EngineDecision {
  engine: string;
  /** For the operator: what they may want to do, or what has changed. */
  note?: string;
}

export interface EngineRefusal {
  problem: string;
  fix: string;
}

/** What one port does about its row, given that rows says `current`. */
interface Choice {
  port: EnginePort;
  row: EngineRow | null;
  current: Engine;
  /** The engine that the URLs ask for. */
  wanted: Engine;
  isCurrentSet: boolean;
  facts: PortFacts;
}

/** The engine that a port starts with, or why the program must not start. A pure function of what is written and what is set. */
export function decideEngine(port: EnginePort, row: EngineRow | null, facts: PortFacts): EngineDecision | EngineRefusal {
  const available = availableEngines(port, facts.isSet);
  const wanted = available.at(-1)!;
  // A site from before there were rows, or a new one.
  const current = row ? engineOfPort(port, row.engine) : port.engines[0];
  return DECIDE[port.rule]({ port, row, current, wanted, isCurrentSet: available.includes(current), facts });
}

function list(engine: Engine): string {
  return engine.variables.join(', ');
}

function missing(port: EnginePort, engine: Engine, fix: string): EngineRefusal {
  return { problem: `The active engine of ${port.name} is ${engine.label}, and ${list(engine)} is not set.`, fix };
}

function byMove({ port, row, current, wanted, isCurrentSet, facts }: Choice): EngineDecision | EngineRefusal {
  if (row?.state === 'moving') {
    for (const engine of [current, engineOfPort(port, row.target!)]) {
      if (!engine.variables.every(facts.isSet)) return { problem: `A move of ${port.name} to ${row.target} is under way, and ${list(engine)} is not set.`, fix: `set ${list(engine)} until the move is done or given up (\`cairn move ${port.name} --to ${row.engine}\`).` };
    }
    return { engine: current.name, note: `a move of ${port.name} to ${row.target} is under way: \`cairn move ${port.name} --to ${row.target}\` goes on with it` };
  }
  if (!facts.isFilled) return { engine: wanted.name };
  if (!isCurrentSet) return missing(port, current, `set ${list(current)}; to do without it, run \`cairn move ${port.name} --to ${port.engines[0].name}\` while it is set.`);
  const left = row?.copies.map((name) => engineOfPort(port, name)).find((engine) => !engine.variables.every(facts.isSet));
  if (left) return { engine: current.name, note: `${left.label} still has copies of ${port.name} and ${list(left)} is not set, so nothing can be erased for good: \`cairn move ${port.name} --clean\` with it set, or with --forget when it is gone` };
  if (current === wanted) return { engine: current.name };
  return { engine: current.name, note: `${port.name} stay in ${current.label}: \`cairn move ${port.name} --to ${wanted.name}\` takes them to ${wanted.label} while the site runs` };
}

function byDecision({ port, current, wanted, isCurrentSet, facts }: Choice): EngineDecision | EngineRefusal {
  const decided = facts.decision === undefined ? undefined : engineOfPort(port, facts.decision);
  if (decided && !decided.variables.every(facts.isSet)) return { problem: `${port.decidedBy} is ${decided.name}, and ${list(decided)} is not set.`, fix: `set ${list(decided)}, or unset ${port.decidedBy}.` };
  if (decided) return { engine: decided.name };
  if (!facts.isFilled) return { engine: wanted.name };
  if (!isCurrentSet) return missing(port, current, `set ${list(current)}, or decide for the ${port.engines[0].label} by ${port.decidedBy}=${port.engines[0].name}.`);
  if (current === wanted) return { engine: current.name };
  return { engine: current.name, note: `${port.name} stays with the ${current.label}, where the members' accounts are: ${port.decidedBy}=${wanted.name} decides otherwise` };
}

function byDrain({ port, row, current, wanted, isCurrentSet, facts }: Choice): EngineDecision | EngineRefusal {
  const goal = facts.decision === undefined ? wanted : engineOfPort(port, facts.decision);
  if (!goal.variables.every(facts.isSet)) return { problem: `${port.decidedBy} is ${goal.name}, and ${list(goal)} is not set.`, fix: `set ${list(goal)}, or unset ${port.decidedBy}.` };
  if (row && !isCurrentSet) return missing(port, current, `set ${list(current)}; to leave it, start once with ${port.decidedBy}=${port.engines[0].name} and ${list(current)} set, when \`cairn doctor\` says that no job waits.`);
  if (goal === current || facts.isDrained === true) return { engine: goal.name };
  return { engine: current.name, note: `${port.name} stay on ${current.label} until nothing waits there and no worker runs: stop the workers then, and start again for ${goal.label}` };
}

function byRebuild({ port, current, wanted, isCurrentSet, facts }: Choice): EngineDecision {
  if (!isCurrentSet) return { engine: wanted.name, note: `${port.name} returns to ${wanted.label}: ${list(current)} is not set` };
  if (!facts.isFilled) return { engine: wanted.name };
  if (current === wanted) return { engine: current.name };
  return { engine: wanted.name, note: `${wanted.label} takes over ${port.name} when a worker has filled it; until then ${current.label} answers` };
}

function byUrl({ port, row, current, wanted }: Choice): EngineDecision {
  if (row === null || current === wanted || wanted !== port.engines[0]) return { engine: wanted.name };
  return { engine: wanted.name, note: `${port.name} returns to ${wanted.label}: ${list(current)} is not set` };
}

const DECIDE = { move: byMove, decision: byDecision, drain: byDrain, rebuild: byRebuild, follow: byUrl } as const;
