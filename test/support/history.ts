import type { HistoryRequest } from './history-site.js';
import type { Seeded } from './seeded.js';

export interface HistoryStep extends HistoryRequest {
  /** What is done, for people. */
  what: string;
  /** Its answer, when it is 201, is the thing of this name. */
  makes?: string;
  /** It reads what follows from writes a moment later: both sites catch up before it. */
  isDerived?: boolean;
  /** How many further pages of a list are read. */
  pages?: number;
}

type Kind = 'question' | 'answer' | 'comment';

const WORDS = ['agate', 'basalt', 'chert', 'dolomite', 'emerald', 'feldspar', 'gneiss', 'hornfels', 'ilmenite', 'jasper', 'kyanite', 'limestone', 'marble', 'nephrite', 'obsidian', 'pumice'];
const TAGS = ['algebra', 'biology', 'chess', 'drawing', 'ethics', 'french'];
const SORTS = ['new', 'active', 'score', 'unanswered'];

/** Random requests of several members and guests, always the same for the same seed. Knows only the names of what it has asked for, so that it can be played on any site. */
export class History {
  private readonly made: Record<Kind, string[]> = { question: [], answer: [], comment: [] };
  private readonly questionOf = new Map<string, string>();
  private readonly kinds: [weight: number, make: () => HistoryStep][];
  private count = 0;

  constructor(
    private readonly random: Seeded,
    private readonly members: readonly string[],
    private readonly moderator: string,
  ) {
    this.kinds = [
      [8, () => this.askQuestion()], [12, () => this.answer()], [10, () => this.comment()],
      [6, () => this.editQuestion()], [5, () => this.editAnswer()], [3, () => this.editComment()],
      [14, () => this.vote()], [3, () => this.voteOnComment()], [5, () => this.accept()], [3, () => this.delete()], [4, () => this.moderate()],
      [5, () => this.search()], [2, () => this.suggest()], [8, () => this.list()], [8, () => this.read()], [4, () => this.readBelow()],
      [3, () => this.profile()], [2, () => this.follow()], [2, () => this.people()], [3, () => this.mistake()],
    ];
  }

  next(): HistoryStep {
    for (const kind of ['question', 'answer', 'comment'] as const) {
      if (this.made[kind].length < 3) return { question: () => this.askQuestion(), answer: () => this.answer(), comment: () => this.comment() }[kind]();
    }
    let at = this.random.below(this.kinds.reduce((sum, [weight]) => sum + weight, 0));
    return this.kinds.find(([weight]) => (at -= weight) < 0)![1]();
  }

  /** Reads all that there is, as a member, a guest and a moderator see it. */
  export(): HistoryStep[] {
    const everybody = [undefined, this.members[0], this.moderator];
    const lists = [...SORTS.map((sort) => `/api/questions?sort=${sort}&limit=100`), '/api/tags?limit=100', '/api/users?limit=100'];
    const things = (Object.keys(this.made) as Kind[]).flatMap((kind) => this.made[kind].flatMap((name) => pathsOf(kind, name)));
    const searches = WORDS.flatMap((word) => ['relevance', 'new'].map((sort) => `/api/search?q=${word}&sort=${sort}&limit=100`));
    const profiles = [...this.members, this.moderator].map((handle) => `/api/users/${handle}`);
    return [
      ...[...lists, ...searches].flatMap((path) => everybody.map((as) => ({ what: 'export', method: 'GET', path, as, pages: 100 }))),
      ...[...things, ...profiles].map((path, n) => ({ what: 'export', method: 'GET', path, as: everybody[n % 3], pages: 100 })),
    ];
  }

  private anybody(): string {
    return this.random.below(8) === 0 ? this.moderator : this.random.pick(this.members);
  }

  /** Now and then a guest. */
  private reader(): string | undefined {
    return this.random.below(3) === 0 ? undefined : this.anybody();
  }

  private text(what: string): string {
    const words = Array.from({ length: 2 + this.random.below(4) }, () => this.random.pick(WORDS));
    return `${what} ${++this.count} of **${words.join(' ')}**, see <https://example.org/${this.count}>`;
  }

  private title(): string {
    return `Title ${++this.count} about ${this.random.pick(WORDS)} and ${this.random.pick(WORDS)}?`;
  }

  private any(kind: Kind): string {
    return this.random.pick(this.made[kind]);
  }

  private make(kind: Kind, step: Omit<HistoryStep, 'makes' | 'method' | 'as'>): HistoryStep {
    const name = `${kind}${this.made[kind].length + 1}`;
    this.made[kind].push(name);
    return { ...step, method: 'POST', as: this.anybody(), makes: name };
  }

  private askQuestion(): HistoryStep {
    const audience = this.random.below(4) === 0 ? 'members' : 'public';
    return this.make('question', { what: 'ask', path: '/api/questions', body: { title: this.title(), body: this.text('Question'), tags: this.random.some(TAGS, 1 + this.random.below(3)), audience } });
  }

  private answer(): HistoryStep {
    const question = this.any('question');
    const step = this.make('answer', { what: 'answer', path: `/api/questions/{${question}}/answers`, body: { body: this.text('Answer') } });
    this.questionOf.set(step.makes!, question);
    return step;
  }

  private comment(): HistoryStep {
    const target = this.random.pick(['question', 'answer'] as const);
    return this.make('comment', { what: 'comment', path: `/api/comments?target=${target}:{${this.any(target)}}`, body: { body: this.text('Comment') } });
  }

  private editQuestion(): HistoryStep {
    const body = this.random.pick([{ title: this.title() }, { body: this.text('Edited') }, { tags: this.random.some(TAGS, 1 + this.random.below(4)) }, { audience: 'members' }, { audience: 'public' }]);
    return { what: 'edit a question', method: 'PATCH', path: `/api/questions/{${this.any('question')}}`, as: this.anybody(), body };
  }

  private editAnswer(): HistoryStep {
    return { what: 'edit an answer', method: 'PATCH', path: `/api/answers/{${this.any('answer')}}`, as: this.anybody(), body: { body: this.text('Edited') } };
  }

  private editComment(): HistoryStep {
    return { what: 'edit a comment', method: 'PATCH', path: `/api/comments/{${this.any('comment')}}`, as: this.anybody(), body: { body: this.text('Edited') } };
  }

  private vote(): HistoryStep {
    const kind = this.random.pick(['question', 'answer'] as const);
    const path = `/api/${kind}s/{${this.any(kind)}}/vote`;
    const value = this.random.pick([-1, 0, 1]);
    return value === 0 ? { what: 'take a vote back', method: 'DELETE', path, as: this.anybody() } : { what: 'vote', method: 'PUT', path, as: this.anybody(), body: { value } };
  }

  private voteOnComment(): HistoryStep {
    return { what: 'vote on a comment', method: 'PUT', path: `/api/comments/{${this.any('comment')}}/vote`, as: this.anybody(), body: { value: 1 } };
  }

  private accept(): HistoryStep {
    const answer = this.any('answer');
    const path = `/api/questions/{${this.questionOf.get(answer)!}}/accepted-answer`;
    if (this.random.below(4) === 0) return { what: 'take an acceptance back', method: 'DELETE', path, as: this.anybody() };
    return { what: 'accept', method: 'PUT', path, as: this.anybody(), body: { answerId: `{${answer}}` } };
  }

  private anything(): { kind: Kind; path: string } {
    const kind = this.random.pick(['question', 'answer', 'comment'] as const);
    return { kind, path: `${kind}s/{${this.any(kind)}}` };
  }

  private delete(): HistoryStep {
    return { what: 'delete', method: 'DELETE', path: `/api/${this.anything().path}`, as: this.anybody() };
  }

  private moderate(): HistoryStep {
    const state = this.random.pick(['hidden', 'live']);
    return { what: state === 'live' ? 'show again' : 'hide', method: 'PUT', path: `/api/admin/${this.anything().path}/state`, as: this.moderator, body: { state, reason: 'for the test' } };
  }

  private search(): HistoryStep {
    const q = this.random.pick([
      this.random.pick(WORDS), `${this.random.pick(WORDS)} ${this.random.pick(WORDS)}`, `[${this.random.pick(TAGS)}] ${this.random.pick(WORDS)}`,
      `user:${this.random.pick(this.members)}`, `"${this.random.pick(WORDS)} ${this.random.pick(WORDS)}"`, 'is:answered', 'score:>1', 'nothing-like-this',
    ]);
    const sort = this.random.pick(['relevance', 'new', 'score']);
    return { what: 'search', method: 'GET', path: `/api/search?q=${encodeURIComponent(q)}&sort=${sort}&limit=100`, as: this.reader(), isDerived: true, pages: 20 };
  }

  private suggest(): HistoryStep {
    return { what: 'suggest', method: 'GET', path: `/api/search/suggest?q=${this.random.pick(WORDS).slice(0, 4)}`, as: this.reader(), isDerived: true };
  }

  private list(): HistoryStep {
    const tag = this.random.pick(['', `&tag=${this.random.pick(TAGS)}`, `&tag=${this.random.pick(TAGS)}&tag=-${this.random.pick(TAGS)}`, `&author=${this.random.pick(this.members)}`]);
    return this.reading('list', `/api/questions?sort=${this.random.pick(SORTS)}&limit=${1 + this.random.below(20)}${tag}`);
  }

  private read(): HistoryStep {
    return this.reading('read', `/api/${this.anything().path}`);
  }

  private readBelow(): HistoryStep {
    const question = this.any('question');
    return this.reading('read', this.random.pick([
      `/api/questions/{${question}}/answers?limit=3`, `/api/questions/{${question}}/revisions?limit=2`,
      `/api/comments?target=question:{${question}}&sort=${this.random.pick(['best', 'new', 'old'])}&limit=3`, `/api/tags/${this.random.pick(TAGS)}`, '/api/tags?limit=4',
    ]));
  }

  private profile(): HistoryStep {
    const as = this.random.pick(this.members);
    const body = this.random.pick([{ bio: this.text('Bio') }, { location: this.random.pick(WORDS) }, { displayName: `The ${this.random.pick(WORDS)}` }]);
    return this.random.below(2) === 0 ? { what: 'change a profile', method: 'PATCH', path: '/api/users/me', as, body } : this.reading('profile', `/api/users/${this.random.pick(this.members)}`);
  }

  private follow(): HistoryStep {
    return { what: 'follow', method: this.random.pick(['PUT', 'DELETE']), path: `/api/users/${this.random.pick(this.members)}/follow`, as: this.anybody() };
  }

  private people(): HistoryStep {
    return this.reading('people', this.random.pick(['/api/users?limit=2', `/api/users/${this.random.pick(this.members)}/followers`, '/api/admin/audit?limit=5']));
  }

  /** What must be refused, and how. */
  private mistake(): HistoryStep {
    const as = this.reader();
    return this.random.pick<HistoryStep>([
      { what: 'mistake', method: 'POST', path: '/api/questions', as, body: { title: 'Short', body: '', tags: [] } },
      { what: 'mistake', method: 'GET', path: '/api/questions/01900000-0000-7000-8000-000000000000', as },
      { what: 'mistake', method: 'GET', path: '/api/questions?cursor=broken', as },
      { what: 'mistake', method: 'PATCH', path: `/api/answers/{${this.any('answer')}}`, as, body: { body: 'x', $set: { a: 1 } } },
      { what: 'mistake', method: 'GET', path: '/api/search?limit=101', as },
      { what: 'mistake', method: 'PUT', path: `/api/questions/{${this.any('question')}}/vote`, as, body: { value: 2 } },
    ]);
  }

  /** What a guest reads may come from a replica, a little late. */
  private reading(what: string, path: string): HistoryStep {
    const as = this.reader();
    return { what, method: 'GET', path, as, pages: 10, isDerived: as === undefined };
  }
}

function pathsOf(kind: Kind, name: string): string[] {
  if (kind === 'question') return [`/api/questions/{${name}}`, `/api/questions/{${name}}/answers?limit=100`, `/api/questions/{${name}}/revisions?limit=100`, `/api/comments?target=question:{${name}}&limit=100`];
  return kind === 'answer' ? [`/api/answers/{${name}}`, `/api/comments?target=answer:{${name}}&limit=100`] : [`/api/comments/{${name}}`];
}
