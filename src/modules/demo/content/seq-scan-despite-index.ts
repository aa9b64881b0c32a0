import type { DemoThread } from '../demo-content.js';

export const seqScanDespiteIndex: DemoThread = {
  title: 'Why does PostgreSQL ignore my index?',
  author: 'priya',
  daysAgo: 8.2,
  tags: ['sql', 'postgresql', 'performance'],
  upvotes: ['lucia', 'tomas', 'ife'],
  body: `\`\`\`sql
create index loans_returned on loans (returned);

explain analyze select * from loans where returned = false;
\`\`\`

\`\`\`
Seq Scan on loans  (cost=0.00..18.50 rows=640 width=48) (actual time=0.011..0.164 rows=655 loops=1)
  Filter: (NOT returned)
  Rows Removed by Filter: 265
\`\`\`

There is an index on exactly this column. Why does it read the whole table?`,
  answers: [
    {
      author: 'lucia',
      afterHours: 2.2,
      isAccepted: true,
      upvotes: ['priya', 'tomas', 'ada', 'ife'],
      body: `Because reading the whole table is the cheaper plan here, for two reasons:

1. **The table is small.** 920 rows fit on a handful of pages. Going through an index means reading the index *and* those same pages.
2. **Most rows match.** You ask for 655 of 920. An index is for finding a few needles; for two thirds of the hay, just take the hay.

Try the opposite question, on more rows, and watch the plan change:

\`\`\`sql
insert into loans (tool_id, member_id, returned) select 1, 1, true from generate_series(1, 200000);
analyze loans;
explain select * from loans where returned = false;
\`\`\`

Now the matching rows are few, and the index is used.

For a column with two values where you always want the rare one, there is a better index: a *partial* one. It is tiny, because the common rows are not in it at all.

\`\`\`sql
create index loans_open on loans (due_on) where not returned;
\`\`\``,
      comments: [
        { author: 'priya', afterHours: 4, body: 'With 200,000 rows the plan flips, and the partial index has 16 kB instead of 1.4 MB. I had never looked at the size before.' },
        { author: 'tomas', afterHours: 9, body: 'I have added indexes to two-valued columns for years. Ouch.' },
      ],
    },
  ],
};
