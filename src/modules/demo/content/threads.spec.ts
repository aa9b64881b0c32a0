import { renderMarkdown } from '#libs/rich-text';
import { isHandle } from '#modules/users';
import { normaliseTag } from '#modules/questions';
import { people, tagDescriptions } from './people.js';
import { threads } from './threads.js';

const handles = new Set(people.map((person) => person.handle));
const posts = threads.flatMap((thread) => [thread, ...thread.answers]);
const authors = [...posts, ...posts.flatMap((post) => post.comments ?? [])].map((text) => text.author);

describe('the demo community', () => {
  it('should have its three roles and nobody twice', () => {
    expect(people.flatMap((person) => person.account ?? []).sort()).toEqual(['admin', 'learner', 'moderator']);
    expect(handles.size).toBe(people.length);
    // `root` is a name we give ourselves; visitors cannot take it while it exists.
    expect([...handles].every((handle) => isHandle(handle))).toBe(true);
  });

  it('should let only its people write and vote, and nobody for their own post', () => {
    expect(authors.filter((author) => !handles.has(author))).toEqual([]);
    for (const post of posts) {
      const voters = [...(post.upvotes ?? []), ...(post.downvotes ?? [])];
      expect(voters.filter((voter) => !handles.has(voter) || voter === post.author)).toEqual([]);
      expect(new Set(voters).size).toBe(voters.length);
    }
  });

  it('should let nobody write before they joined', () => {
    const joined = new Map(people.map((person) => [person.handle, person.daysAgo]));
    for (const thread of threads) {
      expect(joined.get(thread.author)!).toBeGreaterThan(thread.daysAgo);
      for (const answer of thread.answers) expect(joined.get(answer.author)!).toBeGreaterThan(thread.daysAgo - answer.afterHours / 24);
    }
  });

  it('should tell its story: a closed question, an unanswered one, one for members, one that grace calmed', () => {
    expect(threads.length).toBeGreaterThanOrEqual(12);
    expect(threads.filter((thread) => thread.closed)).toHaveLength(1);
    expect(threads.filter((thread) => thread.answers.length === 0 && !thread.closed)).toHaveLength(1);
    expect(threads.filter((thread) => thread.audience === 'members')).toHaveLength(1);
    expect(threads.some((thread) => (thread.comments ?? []).some((comment) => comment.author === 'grace' && comment.body.includes('breathe')))).toBe(true);
  });

  it('should keep to the rules for posts', () => {
    for (const thread of threads) {
      expect(thread.title.length).toBeGreaterThanOrEqual(10);
      expect(thread.title.length).toBeLessThanOrEqual(200);
      expect(thread.tags.length).toBeGreaterThanOrEqual(1);
      expect(thread.tags.map((tag) => normaliseTag(tag))).toEqual(thread.tags);
      expect(thread.answers.filter((answer) => answer.isAccepted).length).toBeLessThanOrEqual(1);
    }
    const used = new Set(threads.flatMap((thread) => thread.tags));
    expect(Object.keys(tagDescriptions).filter((tag) => !used.has(tag))).toEqual([]);
  });

  it('should render: no text shows leftover marks', () => {
    for (const text of [...posts, ...posts.flatMap((post) => post.comments ?? [])]) {
      const { html } = renderMarkdown(text.body);
      expect(html.replace(/<(code|pre)[^]*?<\/\1>/g, '')).not.toMatch(/\*\*|```|\]\(/);
    }
  });
});
