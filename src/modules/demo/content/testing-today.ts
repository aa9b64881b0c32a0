import type { DemoThread } from '../demo-content.js';

export const testingToday: DemoThread = {
  title: 'How do I test code that depends on today\'s date?',
  author: 'ada',
  daysAgo: 11.4,
  tags: ['javascript', 'testing'],
  upvotes: ['ife', 'priya', 'omar'],
  body: `My timetable says "night shift tomorrow" when there is one. The test was green when I wrote it and red the next morning, of course:

\`\`\`js
function nightShiftTomorrow(shifts) {
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  return shifts.some((shift) => shift.kind === 'night' && shift.day === tomorrow.toISOString().slice(0, 10));
}
\`\`\`

I could change the date in the test every day, but I have the feeling that is not how it is done.`,
  answers: [
    {
      author: 'lucia',
      afterHours: 1.6,
      isAccepted: true,
      upvotes: ['ada', 'ife', 'omar', 'grace', 'priya'],
      body: `Your feeling is right. The date is an *input* that sneaks in through the back door. Let it in at the front:

\`\`\`js
function nightShiftTomorrow(shifts, now) {
  const tomorrow = new Date(now);
  tomorrow.setUTCDate(tomorrow.getUTCDate() + 1);
  const day = tomorrow.toISOString().slice(0, 10);
  return shifts.some((shift) => shift.kind === 'night' && shift.day === day);
}
\`\`\`

\`\`\`js
test('finds a night shift on the next day', () => {
  const shifts = [{ kind: 'night', day: '2026-03-01' }];
  assert.equal(nightShiftTomorrow(shifts, new Date('2026-02-28T09:00:00Z')), true);
});
\`\`\`

Only the outermost line of the program, the one that no test calls, says \`new Date()\`.

As a bonus the test can now ask the questions that hurt: the end of February, New Year's Eve, the night the clocks change.`,
      comments: [
        { author: 'ada', afterHours: 3, body: 'I tried New Year\'s Eve and it was right. I tried a time just after midnight and it was wrong!' },
        { author: 'lucia', afterHours: 3.5, body: `\`toISOString()\` is always UTC; your ward is not. That is the second bug, and it was there all along, you just could not ask for it. Decide once which time zone "a day" means and convert in one place.` },
      ],
    },
    {
      author: 'ife',
      afterHours: 20,
      upvotes: ['ada'],
      body: `Most test runners can also set the clock for you (look for *fake timers*). Handy for code you cannot change, but I prefer Lucía's way for my own: it works without knowing any tool.`,
    },
  ],
};
