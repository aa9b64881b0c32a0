import type { DemoThread } from '../demo-content.js';

export const frameworkOrNot: DemoThread = {
  title: 'Should our group project start with a framework or with plain HTML?',
  author: 'tomas',
  daysAgo: 15.6,
  tags: ['study-group', 'project'],
  upvotes: ['ada', 'sam', 'mei', 'jonas'],
  downvotes: ['ife'],
  body: `We agreed on a project: a board where people in the neighbourhood lend tools to each other. Before Tuesday we have to decide what to build it with.

I say plain HTML, CSS and a few lines of script. Frameworks come and go; I have seen five of them die.`,
  comments: [
    { author: 'ife', afterHours: 0.7, body: '"A few lines of script" is what everybody says in week one. In week four it is a framework without documentation.' },
    { author: 'tomas', afterHours: 0.9, body: 'With respect, you have been programming for two years.' },
    { author: 'ife', afterHours: 1.0, body: 'With respect, that is not an argument.' },
    { author: 'grace', afterHours: 1.4, body: `Both of you: breathe. You each have a good point and neither of them is about the other person. Please write it as an answer, with one reason *for us*, in this project, with eight weeks left. I will keep this thread open and my coffee warm.` },
    { author: 'tomas', afterHours: 3, body: 'Fair. Ife, the remark about years was uncalled for. I am sorry.' },
    { author: 'ife', afterHours: 3.2, body: 'Thank you. Mine was sharper than it had to be as well.' },
  ],
  answers: [
    {
      author: 'tomas',
      afterHours: 5,
      upvotes: ['jonas', 'sam'],
      body: `My reason for us: three of us have never written a form by hand. If the first form they write is a component, they learn the component. When it does something odd they cannot tell whether the browser, the framework or their own line is to blame.

A lending board is pages with lists and forms. The browser can do that alone, and it will still work in ten years.`,
    },
    {
      author: 'ife',
      afterHours: 6.5,
      upvotes: ['ada', 'mei', 'omar'],
      body: `My reason for us: two of us are looking for work next spring, and the advertisements name frameworks. A finished small thing in one of them is worth more in an interview than a perfect form.

Also, once somebody borrows a drill, the list, the counter in the header and the lender's page all have to change. Keeping three places in step by hand is exactly what these tools were made for.`,
      comments: [
        { author: 'tomas', afterHours: 2, body: 'The three places are a real point. I had only pictured the list.' },
      ],
    },
    {
      author: 'grace',
      afterHours: 24,
      isAccepted: true,
      upvotes: ['tomas', 'ife', 'ada', 'mei', 'sam', 'jonas', 'priya', 'omar'],
      body: `Reading both, you disagree about *when*, not about *what*. So:

| weeks | we build | we learn |
|---|---|---|
| 1–3 | pages and forms, rendered by the server, no framework | HTML, HTTP, what a form really sends |
| 4 | a pause: each of us writes down what hurt | that tools answer pains |
| 5–8 | the parts that hurt (probably Ife's three places) with a framework | why it exists, on code we know by heart |

Two rules so that week five does not throw week one away: every page has to work without script first, and every address has to stay the same.

Tomáš and Ife have agreed to review each other's part. I consider that the best outcome of this thread.`,
      comments: [
        { author: 'ife', afterHours: 1, body: 'I can live with that. I will bring the list of pains.' },
        { author: 'tomas', afterHours: 1.5, body: 'And I will bring cake, as a peace offering.' },
        { author: 'ada', afterHours: 3, body: 'As somebody who has never written a form by hand: thank you for asking *when*.' },
      ],
    },
  ],
};
