import type { DemoThread } from '../demo-content.js';

export const focusAfterDelete: DemoThread = {
  title: 'Where should keyboard focus go after I delete a row?',
  author: 'omar',
  daysAgo: 1.1,
  tags: ['accessibility', 'javascript'],
  upvotes: ['mei', 'ada'],
  body: `On the lending board each tool has a *Remove* button. I use the keyboard a lot. After removing a row the focus is gone: the next Tab starts at the top of the page again.

\`\`\`js
button.addEventListener('click', async () => {
  await removeTool(id);
  row.remove();
});
\`\`\`

Should it go to the next row's button, to the previous one, or to the heading? And what about when the last row goes? I found three articles with three answers.`,
  comments: [
    { author: 'grace', afterHours: 5, body: 'Good one. I have an opinion, but I would like to hear first from somebody who has tried it with a screen reader. @ada, @mei?' },
    { author: 'mei', afterHours: 9, body: 'I will test all three on Tuesday evening and write it up.' },
  ],
  answers: [],
};
