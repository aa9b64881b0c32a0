import type { DemoThread } from '../demo-content.js';

export const searchBoxLabel: DemoThread = {
  title: 'Does a search box with only a magnifying glass need a label?',
  author: 'mei',
  daysAgo: 21.8,
  tags: ['accessibility', 'html', 'forms'],
  upvotes: ['ada', 'grace', 'lucia'],
  body: `Visually the icon says it all, and every pixel in my header is spoken for. But our check list says "every field has a label". Is a \`placeholder\` enough?

\`\`\`html
<input type="search" placeholder="Search">
<button><svg>…</svg></button>
\`\`\``,
  answers: [
    {
      author: 'grace',
      afterHours: 4,
      isAccepted: true,
      upvotes: ['mei', 'ada', 'sam', 'omar', 'lucia'],
      body: `It needs a *name*. The name does not have to be visible.

A placeholder is not one: it disappears as soon as somebody types, it is often too pale to read, and not every screen reader speaks it. And your button has no name at all: people will hear "button".

\`\`\`html
<form role="search">
  <label class="visually-hidden" for="q">Search questions</label>
  <input id="q" type="search">
  <button aria-label="Search"><svg aria-hidden="true">…</svg></button>
</form>
\`\`\`

\`\`\`css
.visually-hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
\`\`\`

Why not \`display: none\`? Because that hides it from *everybody*.

A \`<label>\` is better than \`aria-label\` where you can have one: it is translated by the browser along with the page, and clicking it focuses the field.`,
      comments: [
        { author: 'mei', afterHours: 2, body: 'Not one pixel moved. I did not expect to win both ways.' },
      ],
    },
    {
      author: 'ada',
      afterHours: 27,
      upvotes: ['grace', 'mei', 'lucia'],
      body: `I tried both versions with the screen reader that comes with my phone, with my eyes closed.

- Before: "Search, text field … button". After typing, "lojban, text field … button". Which field? Which button?
- After: "Search questions, search field … Search, button".

It took ten minutes. Everybody should do it once.`,
    },
  ],
};
