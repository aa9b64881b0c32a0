import type { z } from 'zod';

/** A published contract: past tense, versioned (`answer.posted.v1`). Payloads are ids and facts, never whole entities. */
export interface EventDefinition<T = unknown> {
  readonly type: string;
  readonly schema: z.ZodType<T>;
}

/** What a use case hands to the outbox. */
export interface NewEvent {
  readonly type: string;
  /** `question:{id}` and the like: what the event is about. */
  readonly subject: string;
  readonly data: Record<string, unknown>;
}

/** An event in the ordered log. `seq` is dense enough to order by and never reused. */
export interface LoggedEvent extends NewEvent {
  readonly seq: number;
  readonly id: string;
  readonly at: Date;
}

const catalogue = new Map<string, EventDefinition>();

/** Every contract declared so far, by type; docs/reference/events.md is made from it. */
export function eventCatalogue(): readonly EventDefinition[] {
  return [...catalogue.values()].sort((a, b) => a.type.localeCompare(b.type));
}

/** Declares a contract and gives a typed constructor for its events. Types are unique in the program. */
export function defineEvent<S extends z.ZodType<Record<string, unknown>>>(type: string, schema: S) {
  if (!/^[a-z_]+(\.[a-z_]+)+\.v\d+$/.test(type)) throw new Error(`event type ${type} is not of the form thing.happened.v1`);
  if (catalogue.has(type)) throw new Error(`event type ${type} is declared twice`);
  catalogue.set(type, { type, schema });
  return Object.freeze({
    type,
    schema,
    of: (subject: string, data: z.output<S>): NewEvent => ({ type, subject, data }),
  });
}
