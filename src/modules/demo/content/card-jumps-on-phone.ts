import type { DemoThread } from '../demo-content.js';

export const cardJumpsOnPhone: DemoThread = {
  title: 'Why does my centred card jump to the left on a phone?',
  author: 'mei',
  daysAgo: 37.4,
  tags: ['css', 'layout'],
  upvotes: ['ada', 'omar'],
  body: `On my laptop the card sits in the middle. On my phone there is a strip of nothing on the right and the page can be pushed sideways.

\`\`\`css
.page {
  display: flex;
  justify-content: center;
}
.card {
  width: 480px;
  padding: 24px;
}
\`\`\`

I design for a living and can tell you that it is 17 pixels off, but not why.`,
  comments: [
    { author: 'omar', afterHours: 1.5, body: 'I see it on my phone too (360 px wide), so it is not only yours.' },
  ],
  answers: [
    {
      author: 'jonas',
      afterHours: 5,
      upvotes: ['mei'],
      body: 'I had something like it and `overflow-x: hidden` on the body made the strip go away.',
      comments: [
        { author: 'grace', afterHours: 2, body: `It hides the strip, but the card is still wider than the screen: the right end of long lines is now cut off where nobody can reach it. Good instinct to look for overflow, though; that is the right word to search for.` },
        { author: 'jonas', afterHours: 3, body: 'Point taken. I checked, and the end of my own paragraph was missing.' },
      ],
    },
    {
      author: 'grace',
      afterHours: 7.2,
      isAccepted: true,
      upvotes: ['mei', 'ada', 'omar', 'jonas', 'sam'],
      before: '`width: 480px` is wider than the phone. Use `max-width` instead.',
      body: `A fixed \`width: 480px\` is a promise the phone cannot keep: with the padding the card asks for 528 px on a screen of 360. It overflows, and the whole page becomes as wide as the card.

Say the most you want instead of exactly what you want:

\`\`\`css
.card {
  box-sizing: border-box;
  width: 100%;
  max-width: 480px;
  padding: 24px;
}
\`\`\`

- \`max-width\` lets the card shrink.
- \`box-sizing: border-box\` counts the padding *inside* the width. Most people set it once for everything: \`*, ::before, ::after { box-sizing: border-box; }\`.

To find such things quickly: open the developer tools, turn on the phone view, and run this in the console. It names every element that sticks out.

\`\`\`js
for (const element of document.querySelectorAll('*')) {
  if (element.getBoundingClientRect().right > document.documentElement.clientWidth) console.log(element);
}
\`\`\``,
      comments: [
        { author: 'mei', afterHours: 1, body: 'It named the card and one image I would never have suspected. Thank you!' },
      ],
    },
  ],
};
