import type { AppError } from '#libs/kernel';

/** Stands for a body that is no JSON until the guards have seen who asks; only then its sender is told what is wrong with it. */
export class UnreadableBody {
  constructor(readonly reason: AppError) {}
}
