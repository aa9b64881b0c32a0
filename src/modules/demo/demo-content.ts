/** Who is who in the demo: three with an account, the others only by what they wrote. */
export interface DemoPerson {
  handle: string;
  displayName: string;
  bio: string;
  location: string;
  /** Joined so many days before the site is set up. */
  daysAgo: number;
  /** Has an account to log in with, in this role. */
  account?: 'learner' | 'moderator' | 'admin';
}

export interface DemoComment {
  author: string;
  /** After the post it stands under. */
  afterHours: number;
  body: string;
}

export interface DemoAnswer {
  author: string;
  afterHours: number;
  isAccepted?: boolean;
  upvotes?: readonly string[];
  downvotes?: readonly string[];
  /** What it said before its author edited it, two hours later. */
  before?: string;
  /** Markdown. */
  body: string;
  comments?: readonly DemoComment[];
}

/** A question with everything that happened under it. Authors and voters are handles; times count back from the day it is loaded. */
export interface DemoThread {
  title: string;
  author: string;
  daysAgo: number;
  tags: readonly string[];
  upvotes?: readonly string[];
  downvotes?: readonly string[];
  audience?: 'members';
  closed?: { afterHours: number; reason: string };
  /** Markdown. */
  body: string;
  comments?: readonly DemoComment[];
  answers: readonly DemoAnswer[];
}
