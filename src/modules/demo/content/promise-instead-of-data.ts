import type { DemoThread } from '../demo-content.js';

export const promiseInsteadOfData: DemoThread = {
  title: 'fetch() gives me a Promise instead of my data',
  author: 'ada',
  daysAgo: 31.5,
  tags: ['javascript', 'async', 'fetch'],
  upvotes: ['jonas', 'omar', 'sam', 'mei', 'priya'],
  body: `For my ward timetable I want to load the shifts from a file:

\`\`\`js
function loadShifts() {
  return fetch('/shifts.json').then((response) => response.json());
}

const shifts = loadShifts();
console.log(shifts);        // Promise { <pending> }
console.log(shifts.length); // undefined
\`\`\`

The network tab shows that the file arrives, with all 42 shifts in it. Why do I not get them?`,
  answers: [
    {
      author: 'ife',
      afterHours: 2.1,
      isAccepted: true,
      upvotes: ['ada', 'omar', 'jonas', 'mei', 'grace', 'sam'],
      body: `Because when \`console.log\` runs, the file has not arrived yet. \`fetch\` does not wait: it hands you a *receipt* at once, the Promise, and your next line runs immediately.

\`await\` means "stop here until the receipt can be exchanged":

\`\`\`js
async function loadShifts() {
  const response = await fetch('/shifts.json');
  return response.json();
}

const shifts = await loadShifts();
console.log(shifts.length); // 42
\`\`\`

Two rules that make it less mysterious:

- A function with \`await\` inside must be \`async\`, and an \`async\` function **always** returns a Promise. So the caller has to \`await\` too, all the way up.
- At the top level \`await\` works in modules: \`<script type="module">\`.`,
      comments: [
        { author: 'ada', afterHours: 1.1, body: 'It works. So the Promise was not an error, just an early answer to a question I asked too soon.' },
        { author: 'ife', afterHours: 1.3, body: 'Exactly that.' },
      ],
    },
    {
      author: 'lucia',
      afterHours: 21,
      upvotes: ['ada', 'ife', 'grace', 'sam'],
      body: `Add one line before you go on, or you will be back here next week:

\`\`\`js
const response = await fetch('/shifts.json');
if (!response.ok) throw new Error(\`shifts.json: \${response.status}\`);
\`\`\`

\`fetch\` only fails when there was no answer at all. A *404* is an answer, so without this line you will try to read JSON from an error page and get \`Unexpected token '<'\`, which looks like a completely different problem.`,
      comments: [
        { author: 'ada', afterHours: 6, body: 'I renamed the file to try it, and that is word for word the message I got.' },
      ],
    },
  ],
};
