import type { DemoThread } from '../demo-content.js';

export const timeoutInALoop: DemoThread = {
  title: 'Why does setTimeout in a loop print 5 five times?',
  author: 'omar',
  daysAgo: 34.9,
  tags: ['javascript', 'closures'],
  upvotes: ['ada', 'jonas', 'sam', 'priya'],
  body: `I expected 0 1 2 3 4:

\`\`\`js
for (var i = 0; i < 5; i++) {
  setTimeout(function () {
    console.log(i);
  }, 100);
}
\`\`\`

It prints \`5\` five times. If I put \`console.log(i)\` outside the function it counts as it should. What does the function see?`,
  answers: [
    {
      author: 'ife',
      afterHours: 1.2,
      isAccepted: true,
      upvotes: ['omar', 'ada', 'jonas', 'sam', 'grace', 'lucia'],
      body: `The function does not get a copy of \`i\`. It remembers **the variable itself** and looks at it when it runs. That is called a closure.

With \`var\` there is exactly one \`i\` for the whole loop. The five functions wait 100 ms; by then the loop is long over and the one \`i\` they share is 5.

\`let\` makes a new \`i\` for each round, so each function remembers its own:

\`\`\`js
for (let i = 0; i < 5; i++) {
  setTimeout(() => console.log(i), 100);
}
// 0 1 2 3 4
\`\`\`

A picture that helped me: \`var\` is one whiteboard in the corridor that everybody reads later. \`let\` gives each person a sticky note.`,
      comments: [
        { author: 'omar', afterHours: 0.4, body: 'The whiteboard did it. I can see it now.' },
        { author: 'jonas', afterHours: 14, body: 'One whiteboard, five readers. I am stealing that for my notes.' },
      ],
    },
    {
      author: 'tomas',
      afterHours: 9,
      upvotes: ['ife'],
      body: `For completeness, how we did it before \`let\`, because you will meet it in old code:

\`\`\`js
for (var i = 0; i < 5; i++) {
  (function (own) {
    setTimeout(function () { console.log(own); }, 100);
  })(i);
}
\`\`\`

Calling a function is the other way to get a fresh variable: \`own\` belongs to that one call. There is no reason to write this today, but it shows that nothing about timers is special here.`,
    },
  ],
};
