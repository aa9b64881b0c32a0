import type { DemoThread } from '../demo-content.js';

export const escapingQuotes: DemoThread = {
  title: 'Are my queries safe if I escape the quotes myself?',
  author: 'tomas',
  daysAgo: 18.7,
  tags: ['sql', 'security'],
  upvotes: ['priya', 'ife', 'lucia'],
  downvotes: ['sam'],
  body: `I have written PHP for fifteen years and always did

\`\`\`js
const name = input.replaceAll("'", "''");
const rows = await db.query(\`select * from members where name = '\${name}' and team = \${team}\`);
\`\`\`

Everything between quotes is escaped. I am told this is not good enough. Where is the hole?`,
  comments: [
    { author: 'sam', afterHours: 1, body: 'I do not know the answer, but I voted before I read to the end, sorry. It is a better question than I thought.' },
  ],
  answers: [
    {
      author: 'priya',
      afterHours: 3.3,
      isAccepted: true,
      upvotes: ['tomas', 'lucia', 'ife', 'ada', 'grace', 'sam'],
      body: `Look at the second value. There are no quotes around \`team\`, so there is nothing to escape. If it comes from the address bar, it can be

\`\`\`
1 or true
\`\`\`

and you have answered with everybody. Or \`1; drop table members\`, on a driver that allows several statements.

That is the real trouble with escaping: it is right only for **one place**. Inside quotes you double quotes; a number needs no quotes but must be a number; a column name needs different quotes; in a \`like\` pattern \`%\` and \`_\` are special too. You have to be right every time, whoever edits the line next year included.

Parameters take the question away, because the value never becomes part of the text of the query:

\`\`\`js
const rows = await db.query('select * from members where name = $1 and team = $2', [name, team]);
\`\`\`

The database has *finished reading the statement* when it looks at the values. \`1 or true\` is then simply not a number, and you get an error instead of a leak.

What parameters cannot do is names of tables and columns. Take those from a list you wrote yourself:

\`\`\`js
const SORTS = { newest: 'created_at desc', name: 'name' };
const order = SORTS[input] ?? SORTS.newest;
\`\`\``,
      comments: [
        { author: 'tomas', afterHours: 2, body: '"Right only for one place" convinces me. I found four unquoted numbers in my own code in five minutes.' },
        { author: 'lucia', afterHours: 5, body: 'And it is faster: the server can keep the plan of a statement whose text does not change.' },
      ],
    },
  ],
};
