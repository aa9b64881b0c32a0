import type { DemoThread } from '../demo-content.js';

export const askingWell: DemoThread = {
  title: 'How should we ask here so that others can actually help?',
  author: 'sam',
  daysAgo: 43.2,
  tags: ['study-group', 'asking'],
  upvotes: ['ada', 'jonas', 'mei', 'grace', 'priya'],
  body: `I teach physics, so I know what a bad question looks like: "it doesn't work". Now I catch myself typing exactly that.

Before our first Tuesday meeting: **what should be in a question** so that somebody who sees it at eleven at night can help without asking three times?`,
  comments: [
    { author: 'jonas', afterHours: 2, body: 'Thank you for asking this. I would have written "the page is broken" and waited.' },
  ],
  answers: [
    {
      author: 'grace',
      afterHours: 3.5,
      isAccepted: true,
      upvotes: ['sam', 'ada', 'jonas', 'mei', 'omar', 'ife', 'priya', 'lucia'],
      body: `Four things, and none of them takes long:

1. **What you wanted.** One sentence, about the goal and not about the code: "the list should get shorter when I type in the box".
2. **What you did.** The smallest piece of code that shows it. Delete lines until it stops failing, then put the last one back. Half of all questions answer themselves at this step.
3. **What happened instead.** The *text* of the error message, copied, not a photograph of it. Text can be searched.
4. **What you tried already.** Not as an apology: it saves others from telling you the same again.

A title is a sentence somebody could find a year later. Compare:

| instead of | write |
|---|---|
| Help!! | \`fetch\` gives me a Promise instead of my data |
| CSS question | Why does my card jump to the left on a phone? |

And when an answer helped, accept it. It tells the next reader where to look, and it tells the writer that the evening was well spent.`,
      comments: [
        { author: 'sam', afterHours: 1, body: 'This goes on my classroom wall too.' },
        { author: 'lucia', afterHours: 20, body: 'Number 2 deserves to be printed in red. Most of my "bugs" vanish while I shorten the code.' },
      ],
    },
    {
      author: 'lucia',
      afterHours: 26,
      upvotes: ['grace', 'sam', 'ife'],
      body: `One addition: say **which version** of things you use when it could matter (\`node --version\`, the browser's name). I once spent an hour on a problem that existed in one browser only, and the question did not say which.`,
    },
  ],
};
