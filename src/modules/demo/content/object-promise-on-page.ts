import type { DemoThread } from '../demo-content.js';

export const objectPromiseOnPage: DemoThread = {
  title: 'My page shows [object Promise] where the weather should be',
  author: 'jonas',
  daysAgo: 28.3,
  tags: ['javascript', 'async'],
  closed: { afterHours: 4.5, reason: 'duplicate' },
  body: `I ask a weather service and write the result into the page:

\`\`\`js
const weather = getWeather('Uppsala');
document.querySelector('#weather').textContent = weather;
\`\`\`

The page shows \`[object Promise]\`. \`getWeather\` uses \`fetch\` and returns \`response.json()\`.`,
  comments: [
    { author: 'grace', afterHours: 4.4, body: `This is the same early receipt as in [fetch() gives me a Promise instead of my data](/search?q=promise+instead+of+data), so I am closing this one to keep the answers together. Nothing wrong with asking: your title is how the next person will search for it, and it leads there now.` },
    { author: 'jonas', afterHours: 6, body: 'I read Ife\'s answer three times and put `await` in front of `getWeather`. It is raining in Uppsala. Thank you!' },
  ],
  answers: [],
};
