import type { DemoThread } from '../demo-content.js';

export const lostCommits: DemoThread = {
  title: 'git says "detached HEAD" and my commits are gone. How do I get them back?',
  author: 'ada',
  daysAgo: 40.6,
  tags: ['git'],
  upvotes: ['jonas', 'omar', 'mei', 'sam'],
  body: `I wanted to look at how our page was yesterday, so I ran

\`\`\`sh
git checkout 3f2a91c
\`\`\`

Then I saw a typo, fixed it, and made two commits. Today I ran \`git checkout main\` and both commits are gone. Git printed something about *detached HEAD* and about leaving commits behind, but I had closed the window by then.

Is that work lost?`,
  answers: [
    {
      author: 'lucia',
      afterHours: 0.8,
      isAccepted: true,
      upvotes: ['ada', 'jonas', 'omar', 'sam', 'ife', 'grace', 'tomas'],
      body: `It is not lost. Git hardly ever throws commits away at once; it only stopped having a *name* for them.

\`HEAD\` is "where I am". Normally it points to a branch, and the branch moves along when you commit. You checked out a bare commit, so your new commits moved \`HEAD\` alone. When you went back to \`main\`, nothing pointed at them any more.

Git keeps a diary of where \`HEAD\` has been:

\`\`\`sh
git reflog
\`\`\`

\`\`\`
8c1f0d2 HEAD@{0}: checkout: moving from 5e77b10 to main
5e77b10 HEAD@{1}: commit: Fix typo in the footer
a90c3de HEAD@{2}: commit: Fix typo in the heading
\`\`\`

\`5e77b10\` is your last commit. Give it a name, then bring it home:

\`\`\`sh
git branch rescued 5e77b10
git merge rescued
git branch -d rescued
\`\`\`

Next time you only want to look, use \`git switch --detach 3f2a91c\`. It does the same, but you have to say the word, so you know where you are.`,
      comments: [
        { author: 'ada', afterHours: 0.6, body: 'Both are back. I did not know there was a diary!' },
        { author: 'lucia', afterHours: 1, body: 'It is kept for about 30 days for commits without a name, so do not wait until summer.' },
      ],
    },
    {
      author: 'jonas',
      afterHours: 30,
      upvotes: ['ada'],
      body: `From somebody who learned this last week: I wrote "**look = switch, work = branch first**" on a note on my monitor. \`git switch -c some-name\` before the first change, and there is nothing to rescue.`,
    },
  ],
};
