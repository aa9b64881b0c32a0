import { AppError } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { ChangeComment } from '#modules/comments';
import { QuestionsFacade } from '#modules/questions';
import { PostComment } from '../../src/modules/comments/application/post-comment.js';
import { AcceptAnswer } from '../../src/modules/questions/application/accept-answer.js';
import { AskQuestion } from '../../src/modules/questions/application/ask-question.js';
import { CastVote } from '../../src/modules/questions/application/cast-vote.js';
import { ChangeState } from '../../src/modules/questions/application/change-state.js';
import { EditAnswer } from '../../src/modules/questions/application/edit-answer.js';
import { EditQuestion } from '../../src/modules/questions/application/edit-question.js';
import { PostAnswer } from '../../src/modules/questions/application/post-answer.js';
import type { Seeded } from './seeded.js';
import type { TestMember, TestSite } from './test-site.js';

type State = 'live' | 'hidden' | 'deleted';
interface Thing {
  type: 'question' | 'answer' | 'comment';
  id: string;
  state: State;
  /** Of an answer: its question. */
  questionId?: string;
  accepted?: boolean;
}

export type Operation = (by: TestMember) => Promise<string[]>;

const TAGS = ['algebra', 'biology', 'chess', 'drawing', 'ethics', 'french'];

/** Random things that members do to questions, answers and comments. Each answers with the events it must have written. */
export class QaHistory {
  readonly things: Thing[] = [];
  private readonly votes = new Map<string, number>();
  private readonly operations: [number, string, Operation][];
  private count = 0;

  constructor(
    private readonly site: TestSite,
    private readonly random: Seeded,
    private readonly members: readonly TestMember[],
  ) {
    this.operations = [
      [8, 'ask', (by) => this.ask(by)],
      [14, 'answer', (by) => this.answer(by)],
      [8, 'edit a question', (by) => this.editQuestion(by)],
      [6, 'edit an answer', (by) => this.editAnswer(by)],
      [24, 'vote', (by) => this.vote(by)],
      [8, 'accept', (by) => this.accept(by)],
      [12, 'comment', (by) => this.comment(by)],
      [4, 'edit a comment', (by) => this.editComment(by)],
      [4, 'vote on a comment', (by) => this.voteOnComment(by)],
      [10, 'moderate', (by) => this.moderate(by)],
      [6, 'delete', (by) => this.delete(by)],
    ];
  }

  /** Does something; what the rules refuse has no effect and no events. @returns its name and the events it must have written, sorted */
  async step(): Promise<{ name: string; events: string[]; refused?: string }> {
    const [, name, operation] = this.choose();
    try {
      return { name, events: (await operation(this.random.pick(this.members))).sort() };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { name, events: [], refused: error.code };
    }
  }

  /** By weight, once there is something to do it to. */
  private choose(): [number, string, Operation] {
    for (const [type, name] of [['question', 'ask'], ['answer', 'answer'], ['comment', 'comment']] as const) {
      if (this.things.filter((thing) => thing.type === type).length < 3) return this.operations.find((operation) => operation[1] === name)!;
    }
    let at = this.random.below(this.operations.reduce((sum, [weight]) => sum + weight, 0));
    return this.operations.find(([weight]) => (at -= weight) < 0)!;
  }

  /** Any thing of a kind, also one that is hidden or deleted. */
  private any(type: Thing['type']): Thing {
    return this.random.pick(this.things.filter((thing) => thing.type === type));
  }

  private text(what: string): string {
    return `${what} number ${++this.count} of this history`;
  }

  private async ask(by: TestMember): Promise<string[]> {
    const input = { title: this.text('Question'), body: this.text('Body'), tags: this.random.some(TAGS, 1 + this.random.below(3)), audience: this.audience() };
    const id = await this.site.get(AskQuestion).execute(by, input);
    this.things.push({ type: 'question', id, state: 'live' });
    return ['question.asked.v1'];
  }

  private audience(): 'public' | 'members' {
    return this.random.below(3) === 0 ? 'members' : 'public';
  }

  private async answer(by: TestMember): Promise<string[]> {
    const question = this.any('question');
    const { answer } = await this.site.get(PostAnswer).execute(by, { questionId: question.id, body: this.text('Answer') });
    this.things.push({ type: 'answer', id: answer.id, state: 'live', questionId: question.id, accepted: false });
    return ['answer.posted.v1'];
  }

  private async editQuestion(by: TestMember): Promise<string[]> {
    const change = this.random.pick([
      { title: this.text('Another title') },
      { body: this.text('Another body') },
      { tags: this.random.some(TAGS, 1 + this.random.below(4)) },
      { audience: this.audience() },
      { tags: this.random.some(TAGS, 2), audience: this.audience() },
    ]);
    await this.site.get(EditQuestion).execute(by, this.any('question').id, change);
    return ['question.edited.v1'];
  }

  private async editAnswer(by: TestMember): Promise<string[]> {
    await this.site.get(EditAnswer).execute(by, this.any('answer').id, this.text('Another answer'));
    return ['answer.edited.v1'];
  }

  private async vote(by: TestMember): Promise<string[]> {
    const target = this.any(this.random.pick(['question', 'answer'] as const));
    const value = this.random.pick([-1, 0, 1] as const);
    await this.site.get(CastVote).execute(by, { targetType: target.type as 'question' | 'answer', targetId: target.id, value });
    const key = `${target.id} ${by.id}`;
    const previous = this.votes.get(key) ?? 0;
    this.votes.set(key, value);
    return previous === value ? [] : ['vote.cast.v1'];
  }

  private async accept(by: TestMember): Promise<string[]> {
    const answer = this.any('answer');
    const take = this.random.below(4) > 0;
    await this.site.get(AcceptAnswer).execute(by, answer.questionId!, take ? answer.id : null);
    const before = this.things.find((thing) => thing.accepted && thing.questionId === answer.questionId);
    if (before === (take ? answer : undefined)) return [];
    if (before) before.accepted = false;
    answer.accepted = take;
    return [...(before ? ['answer.unaccepted.v1'] : []), ...(take ? ['answer.accepted.v1'] : [])];
  }

  private async comment(by: TestMember): Promise<string[]> {
    const target = this.any(this.random.pick(['question', 'answer'] as const));
    const id = await this.site.get(PostComment).execute(by, { targetType: target.type, targetId: target.id, body: this.text('Comment') });
    this.things.push({ type: 'comment', id, state: 'live' });
    return ['comment.posted.v1'];
  }

  private async editComment(by: TestMember): Promise<string[]> {
    await this.site.get(ChangeComment).edit(by, this.any('comment').id, this.text('Another comment'));
    return ['comment.edited.v1'];
  }

  private async voteOnComment(by: TestMember): Promise<string[]> {
    await this.site.get(ChangeComment).vote(by, this.any('comment').id, this.random.below(2) === 0);
    return [];
  }

  /** As moderation does it: the caller's unit of work, no question of rights. */
  private async moderate(by: TestMember): Promise<string[]> {
    return this.move(this.any(this.random.pick(['question', 'answer', 'comment'] as const)), this.random.pick(['live', 'hidden', 'live', 'deleted'] as const), by);
  }

  /** @returns the events this must have written */
  async move(thing: Thing, to: State, by: TestMember): Promise<string[]> {
    await this.site.get(UnitOfWork).run(by, (tx) =>
      thing.type === 'comment' ? this.site.get(ChangeComment).setState(by, tx, thing.id, to) : this.site.get(QuestionsFacade).setState(by, tx, { type: thing.type, id: thing.id }, to),
    );
    return this.moved(thing, to);
  }

  private async delete(by: TestMember): Promise<string[]> {
    const thing = this.any(this.random.pick(['question', 'answer', 'comment'] as const));
    if (thing.type === 'comment') await this.site.get(ChangeComment).delete(by, thing.id);
    else if (thing.type === 'question') await this.site.get(ChangeState).deleteQuestion(by, thing.id);
    else await this.site.get(ChangeState).deleteAnswer(by, thing.id);
    return this.moved(thing, 'deleted');
  }

  private moved(thing: Thing, to: State): string[] {
    if (thing.state === to) return [];
    thing.state = to;
    const wasAccepted = thing.accepted === true;
    if (to !== 'live') thing.accepted = false;
    return [`${thing.type}.state_changed.v1`, ...(wasAccepted && to !== 'live' ? ['answer.unaccepted.v1'] : [])];
  }
}
