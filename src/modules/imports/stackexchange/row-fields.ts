import type { RowAttributes } from '../xml/row-parser.js';

/** A row that parses but whose values make no sense; the message says which. */
export class BadRowError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadRowError';
  }
}

const INTEGER = /^-?\d{1,15}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z?)?$/;

/** Typed access to the attributes of a row. */
export class RowFields {
  constructor(readonly attributes: RowAttributes) {}

  text(name: string): string | null {
    const value = this.attributes[name];
    return value === undefined || value === '' ? null : value;
  }

  /** @throws BadRowError */
  requireText(name: string): string {
    const value = this.text(name);
    if (value === null) throw new BadRowError(`${name} is missing`);
    return value;
  }

  /** @throws BadRowError when there is one that is not a whole number */
  integer(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (!INTEGER.test(value)) throw new BadRowError(`${name} is not a whole number: ${JSON.stringify(value.slice(0, 40))}`);
    return Number(value);
  }

  /** @throws BadRowError */
  requireInteger(name: string): number {
    const value = this.integer(name);
    if (value === null) throw new BadRowError(`${name} is missing`);
    return value;
  }

  /** Dumps give times in UTC without saying so. @throws BadRowError when there is one that is no time */
  moment(name: string): Date | null {
    const value = this.text(name);
    if (value === null) return null;
    const date = new Date(/T.*[^Z]$/.test(value) ? `${value}Z` : value);
    if (!MOMENT.test(value) || Number.isNaN(date.getTime())) throw new BadRowError(`${name} is not a time: ${JSON.stringify(value.slice(0, 40))}`);
    return date;
  }

  /** @throws BadRowError */
  requireMoment(name: string): Date {
    const value = this.moment(name);
    if (value === null) throw new BadRowError(`${name} is missing`);
    return value;
  }
}
