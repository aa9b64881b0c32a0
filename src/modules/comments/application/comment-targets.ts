import { Injectable } from '@nestjs/common';
import { AppError, type Actor } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import type { Tx } from '#libs/persistence';

/** What comments need to know of the thing they hang on. */
export interface ResolvedTarget {
  rootType: string;
  rootId: string;
  /** Whether new comments are taken from this actor. */
  canComment: boolean;
}

/** One kind of thing that can be commented. */
export interface CommentTarget {
  /** The target as this actor may see it, or null: comments inherit its visibility. */
  resolve(actor: Actor, id: string): Promise<ResolvedTarget | null>;
  /** Several at once; ids that may not be seen are absent. */
  visible(actor: Actor, ids: readonly string[]): Promise<Set<string>>;
  /** Adds to the target's comment count and marks its pages as changed. */
  commented(tx: Tx, id: string, delta: number): void;
}

/** Modules whose things take comments register them here; this module knows none of them. */
@Injectable()
export class CommentTargets {
  private readonly targets = new Map<string, CommentTarget>();

  register(type: string, target: CommentTarget): void {
    this.targets.set(type, target);
  }

  /** @throws RESOURCE.NOT_FOUND for an unknown kind */
  of(type: string): CommentTarget {
    const target = this.targets.get(type);
    if (!target) throw new AppError(NOT_FOUND);
    return target;
  }

  /** @throws RESOURCE.NOT_FOUND for what the actor may not see */
  async require(actor: Actor, type: string, id: string): Promise<ResolvedTarget> {
    const resolved = await this.of(type).resolve(actor, id);
    if (!resolved) throw new AppError(NOT_FOUND);
    return resolved;
  }
}
