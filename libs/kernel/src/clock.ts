/** The source of time. Tests move it by hand; nothing else in the code asks the system for the time of a business fact. */
export abstract class Clock {
  abstract now(): Date;
}
