import { Injectable } from '@nestjs/common';
import { type Actor, hasRole } from '#libs/kernel';

export type Audience = 'public' | 'members';
export type ContentState = 'live' | 'hidden' | 'deleted' | 'draft';

/** What decides who sees a row. For an answer or a comment, audience and state of what it hangs on count too: pass the stricter. */
export interface VisibleRow {
  audience: Audience;
  state: ContentState;
  authorId: string | null;
}

/** The viewer as SQL parameters; `visibleSql` says where they go. */
export interface ViewerFilter {
  audiences: Audience[];
  /** States other than live that this viewer sees of everybody. */
  states: ContentState[];
  viewerId: string | null;
}

const EVERYBODY: Audience[] = ['public'];
const MEMBERS: Audience[] = ['public', 'members'];

/** The one place that says who sees what: lists, search, rooms, counts, caches and single reads all ask it. */
@Injectable()
export class VisibilityPolicy {
  audiencesFor(actor: Actor): Audience[] {
    return actor.kind === 'guest' ? EVERYBODY : MEMBERS;
  }

  /** May the actor see this row? Authors still see what was hidden; what was deleted only moderators see. */
  canSee(actor: Actor, row: VisibleRow): boolean {
    if (!this.audiencesFor(actor).includes(row.audience)) return false;
    if (row.state === 'live' || hasRole(actor, 'moderator')) return true;
    return row.state !== 'deleted' && actor.kind === 'member' && row.authorId === actor.id;
  }

  /** The same rule for queries that read a single thing: see `visibleSql`. */
  filterFor(actor: Actor): ViewerFilter {
    return {
      audiences: this.audiencesFor(actor),
      states: hasRole(actor, 'moderator') ? ['live', 'hidden', 'deleted'] : ['live'],
      viewerId: actor.kind === 'member' ? actor.id : null,
    };
  }

  /** Lists, counts and search show what is live to everybody alike; hidden rows are reached by their address only. */
  listFilterFor(actor: Actor): Pick<ViewerFilter, 'audiences'> {
    return { audiences: this.audiencesFor(actor) };
  }
}
