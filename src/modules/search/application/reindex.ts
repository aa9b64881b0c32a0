import { Injectable } from '@nestjs/common';
import { SearchEngine, type SearchType } from '#libs/search-engine';
import { QuestionSearchSource } from '#modules/questions';
import { MemberSearchSource } from '#modules/users';
import { SearchIndex } from './search-index.js';

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface ReindexProgress {
  type: SearchType;
  /** Of this type, so far. */
  done: number;
}

/** Puts everything into the index again, while the site runs: a change that comes meanwhile has a higher version and stays. */
@Injectable()
export class Reindex {
  constructor(
    private readonly engine: SearchEngine,
    private readonly index: SearchIndex,
    private readonly posts: QuestionSearchSource,
    private readonly members: MemberSearchSource,
  ) {}

  /**
   * @param fromScratch empties the index first; searches then find little until it is done. Needed only when the index may hold what the
   * database no longer knows, as after a restore.
   * @returns how many rows of each type were gone through
   */
  async reindex(onProgress: (progress: ReindexProgress) => void = () => undefined, { fromScratch = false } = {}): Promise<Record<SearchType, number>> {
    if (fromScratch) await this.engine.clear();
    const user = await this.everything('user', (after) => this.members.idsAfter(after, BATCH), (ids) => this.index.updateMembers(ids), onProgress);
    const [question, answer] = [await this.allPosts('question', onProgress), await this.allPosts('answer', onProgress)];
    return { user, question, answer };
  }

  private allPosts(type: 'question' | 'answer', onProgress: (progress: ReindexProgress) => void): Promise<number> {
    return this.everything(
      type,
      (after) => this.posts.idsAfter(type, after, BATCH),
      (ids) => this.index.updatePosts(ids.map((id) => ({ type, id }))),
      onProgress,
    );
  }

  private async everything(
    type: SearchType,
    next: (after: string) => Promise<string[]>,
    update: (ids: string[]) => Promise<void>,
    onProgress: (progress: ReindexProgress) => void,
  ): Promise<number> {
    let done = 0;
    for (let ids = await next(FIRST); ids.length > 0; ids = await next(ids.at(-1)!)) {
      await update(ids);
      done += ids.length;
      onProgress({ type, done });
    }
    return done;
  }
}
