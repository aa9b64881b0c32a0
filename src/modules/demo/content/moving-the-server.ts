import type { DemoThread } from '../demo-content.js';

export const movingTheServer: DemoThread = {
  title: 'We are moving to another machine. What do I have to copy?',
  author: 'root',
  daysAgo: 5.3,
  tags: ['study-group', 'operations'],
  upvotes: ['grace', 'sam'],
  audience: 'members',
  body: `The old laptop under Sam's desk that runs this site is to retire on Saturday. What do I have to take along so that nothing is lost, accounts and all?

(For members only: nobody else needs to know what runs under Sam's desk.)`,
  answers: [
    {
      author: 'lucia',
      afterHours: 3,
      isAccepted: true,
      upvotes: ['root', 'grace', 'sam'],
      body: `One folder. Everything this site keeps on its machine is in its data folder (\`DATA_DIR\`, by default \`.data\` in the project): the database, the secrets, the settings made here.

1. Stop the site with Ctrl-C and wait until it says so. A copy of a running database is not a copy you want to need.
2. Copy the whole folder, with owners and modes: \`rsync -a .data/ newmachine:cairn/.data/\`.
3. On the new machine, the same version of the code, then \`npm run up\`.
4. Log in, look at this question, and only then switch the old one off.

Keep the old folder for a week. Disks are cheap and regret is not.`,
      comments: [
        { author: 'root', afterHours: 30, body: 'Done. It took eleven minutes, nine of them looking for a cable.' },
        { author: 'sam', afterHours: 31, body: 'My feet are cold now. The laptop was a good heater.' },
      ],
    },
  ],
};
