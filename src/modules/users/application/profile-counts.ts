import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';

/** A profile counts no further: a count of this stands for as many or more, so that it costs the same whoever's it is. */
export const PROFILE_COUNTS_TO = 1_000;

/** Counts of what a member has made, as far as the viewer may know of it; none above `PROFILE_COUNTS_TO`. */
export type ProfileCountSource = (viewer: Actor, memberId: string) => Promise<Partial<ProfileCountValues>>;

export interface ProfileCountValues {
  questionCount: number;
  answerCount: number;
}

/** Other modules tell here what a profile counts; this module knows none of them. */
@Injectable()
export class ProfileCounts {
  private readonly sources: ProfileCountSource[] = [];

  register(source: ProfileCountSource): void {
    this.sources.push(source);
  }

  async of(viewer: Actor, memberId: string): Promise<ProfileCountValues> {
    const parts = await Promise.all(this.sources.map((source) => source(viewer, memberId)));
    return Object.assign({ questionCount: 0, answerCount: 0 }, ...parts) as ProfileCountValues;
  }
}
