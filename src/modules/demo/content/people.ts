import type { DemoPerson } from '../demo-content.js';

/** The Tuesday group: learning web development together in the evenings. */
export const people: readonly DemoPerson[] = [
  {
    handle: 'root', displayName: 'Robin Vance', account: 'admin', daysAgo: 46, location: 'Leeds',
    bio: 'I keep this site running. If something is broken it was probably me, an hour ago.',
  },
  {
    handle: 'grace', displayName: 'Grace Okafor', account: 'moderator', daysAgo: 45, location: 'Leeds',
    bio: 'Front-end developer by day, host of the Tuesday group by evening. I moderate here: mostly by asking what somebody *meant*.',
  },
  {
    handle: 'ada', displayName: 'Ada Brandt', account: 'learner', daysAgo: 44, location: 'Hebden Bridge',
    bio: 'Nurse for nine years, now learning to program. Building a timetable for my old ward, one bug at a time.',
  },
  { handle: 'sam', displayName: 'Sam Whitfield', daysAgo: 44, location: 'Bradford', bio: 'Physics teacher. My pupils write better error reports than I do.' },
  { handle: 'lucia', displayName: 'Lucía Ferrer', daysAgo: 43, location: 'València', bio: 'Back-end developer. Databases, HTTP, and the patience for both.' },
  { handle: 'jonas', displayName: 'Jonas Lindqvist', daysAgo: 43, location: 'Uppsala', bio: 'Retired electrician. If it can be wired, it can be programmed, they told me.' },
  { handle: 'mei', displayName: 'Mei Tanaka', daysAgo: 42, location: 'York', bio: 'Designer who got tired of asking developers to move things by one pixel.' },
  { handle: 'ife', displayName: 'Ife Adeyemi', daysAgo: 41, location: 'Leeds', bio: 'Second year of computer science. Likes closures, dislikes meetings.' },
  { handle: 'omar', displayName: 'Omar Haddad', daysAgo: 38, location: 'Halifax', bio: 'Night shifts at the warehouse, JavaScript on my phone in the break.' },
  { handle: 'tomas', displayName: 'Tomáš Novák', daysAgo: 36, location: 'Brno', bio: 'Fifteen years of PHP. Here to unlearn some of it.' },
  { handle: 'priya', displayName: 'Priya Raman', daysAgo: 33, location: 'Manchester', bio: 'Data analyst. I speak SQL with an accent.' },
];

export const tagDescriptions: Readonly<Record<string, string>> = {
  accessibility: 'Pages that everybody can use: by keyboard, by ear, in large print.',
  asking: 'How to put a question so that it can be answered.',
  async: 'Waiting for things without standing still: promises, `async` and `await`.',
  css: 'How pages look.',
  git: 'Keeping every version of your work, and finding it again.',
  javascript: 'The language of the browser, and of much besides.',
  sql: 'Asking databases.',
  'study-group': 'About the Tuesday group itself.',
  testing: 'Knowing that it works, tomorrow too.',
};
