import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { type Actor, AppError, Clock, newId, type Role } from '#libs/kernel';
import { PageVersions, PEOPLE_KEY } from '#libs/http';
import { type Tx, violatedConstraint } from '#libs/persistence';
import { isHandle } from '../domain/handle.js';
import type { Member } from '../domain/member.js';
import { HANDLE_INVALID, HANDLE_TAKEN } from '../domain/users.errors.js';
import { MembersRepository } from '../infra/members.repository.js';
import { memberRegistered, memberRoleChanged, memberStateChanged, memberSubject, memberUpdated } from '../users.events.js';

/** What other modules may ask of members. */
@Injectable()
export class MembersFacade {
  constructor(
    private readonly members: MembersRepository,
    private readonly outbox: Outbox,
    private readonly pages: PageVersions,
    private readonly clock: Clock,
  ) {}

  findByHandle(handle: string): Promise<Member | null> {
    return this.members.findByHandle(handle);
  }

  /** Also finds erased members. */
  findById(id: string): Promise<Member | null> {
    return this.members.findById(id);
  }

  /** Makes a member. @throws USERS.HANDLE_INVALID, USERS.HANDLE_TAKEN */
  async create(tx: Tx, input: { handle: string; displayName: string; role?: Role }): Promise<string> {
    if (!isHandle(input.handle)) throw new AppError(HANDLE_INVALID);
    const id = newId();
    try {
      await this.members.insert(tx, { id, handle: input.handle, displayName: input.displayName, role: input.role ?? 'learner', createdAt: this.clock.now() });
    } catch (error) {
      if (violatedConstraint(error) === 'members_handle') throw new AppError(HANDLE_TAKEN);
      throw error;
    }
    await this.outbox.add(tx, memberRegistered.of(memberSubject(id), { memberId: id }));
    return id;
  }

  /** Takes over a role; quiet when it is the same. */
  async setRole(tx: Tx, id: string, role: Role): Promise<void> {
    if (!(await this.members.setRole(tx, id, role, this.clock.now()))) return;
    this.pages.bump(tx, PEOPLE_KEY);
    await this.outbox.add(tx, memberRoleChanged.of(memberSubject(id), { memberId: id, role }));
  }

  /** Takes over a name; quiet when it is the same. */
  async setDisplayName(tx: Tx, id: string, displayName: string): Promise<void> {
    if (!(await this.members.setDisplayName(tx, id, displayName, this.clock.now()))) return;
    this.pages.bump(tx, PEOPLE_KEY);
    await this.outbox.add(tx, memberUpdated.of(memberSubject(id), { memberId: id }));
  }

  /** Suspends a member until a time, or for good (`until` null). */
  suspend(tx: Tx, actor: Actor, id: string, reason: string, until: Date | null): Promise<boolean> {
    return this.changeState(tx, actor, id, { state: 'suspended', reason, until });
  }

  /** Ends a suspension. */
  restore(tx: Tx, actor: Actor, id: string): Promise<boolean> {
    return this.changeState(tx, actor, id, { state: 'active', reason: null, until: null });
  }

  /** @returns false when there is no such member. */
  private async changeState(tx: Tx, actor: Actor, id: string, to: { state: 'active' | 'suspended'; reason: string | null; until: Date | null }): Promise<boolean> {
    const member = await this.members.lock(tx, id);
    if (!member) return false;
    await this.members.setState(tx, id, { ...to, at: this.clock.now() });
    this.pages.bump(tx, PEOPLE_KEY);
    const actorId = actor.kind === 'member' ? actor.id : null;
    await this.outbox.add(tx, memberStateChanged.of(memberSubject(id), { memberId: id, from: member.state, to: to.state, actorId }));
    return true;
  }
}
