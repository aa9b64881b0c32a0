import type { DemoThread } from '../demo-content.js';

export const whatIsCors: DemoThread = {
  title: 'Is CORS a bug in my server or in my browser?',
  author: 'sam',
  daysAgo: 25.1,
  tags: ['http', 'cors', 'fetch'],
  upvotes: ['ada', 'jonas', 'omar', 'mei'],
  body: `My page is on \`http://localhost:5500\`, the little server for our lab measurements on \`http://localhost:8000\`. In the browser:

> Access to fetch at 'http://localhost:8000/measurements' from origin 'http://localhost:5500' has been blocked by CORS policy

But \`curl http://localhost:8000/measurements\` works. So who is broken, my server or my browser?`,
  answers: [
    {
      author: 'lucia',
      afterHours: 1.9,
      isAccepted: true,
      upvotes: ['sam', 'ada', 'omar', 'grace', 'ife', 'priya'],
      body: `Neither: the browser is protecting *you*, and your server has not yet said that it is all right.

Imagine you are logged in at your bank in one tab and open a strange page in another. Without this rule the strange page could \`fetch\` your account, with your cookies, and read it. So a page may read answers only from its own **origin** (scheme + host + port) unless the other server allows it. 5500 and 8000 are different origins.

\`curl\` has no other tabs and no cookies of yours, so there is nobody to protect.

Your server allows it with a header:

\`\`\`http
Access-Control-Allow-Origin: http://localhost:5500
\`\`\`

In Python's standard library, for instance:

\`\`\`python
self.send_response(200)
self.send_header('Access-Control-Allow-Origin', 'http://localhost:5500')
self.send_header('Content-Type', 'application/json')
self.end_headers()
\`\`\`

Name the one origin you mean. \`*\` is for data that is public anyway, and it does not go together with cookies. Never copy whatever arrives in the \`Origin\` header back into the answer: that allows everybody while looking strict.`,
      comments: [
        { author: 'sam', afterHours: 2, body: 'So the request does reach my server? I see it in the log.' },
        { author: 'lucia', afterHours: 2.4, body: `Yes. A plain GET is sent, only *reading the answer* is refused. For anything that could change something (PUT, DELETE, JSON bodies) the browser asks first, with an \`OPTIONS\` request.` },
      ],
    },
    {
      author: 'tomas',
      afterHours: 8,
      upvotes: ['jonas'],
      body: `The other way out: serve both from one place and there is no second origin. During development a dev server can pass \`/api\` on to port 8000; in production a reverse proxy does it. Then no headers are needed at all.`,
      comments: [
        { author: 'grace', afterHours: 3, body: 'Good point, and what most finished sites do. Worth understanding the header first, though.' },
      ],
    },
  ],
};
