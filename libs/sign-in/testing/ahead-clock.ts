import { Clock } from '#libs/kernel';

/** Real time plus a lead that a test sets: for code beside a library that reads the machine's clock itself. */
export class AheadClock extends Clock {
  aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}
