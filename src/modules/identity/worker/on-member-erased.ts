import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type LoggedEvent, type Subscriber, SubscriberRegistry } from '#libs/events';
import type { Tx } from '#libs/persistence';
import { memberStateChanged } from '#modules/users';
import { ForgetMember } from '../sign-in/forget-member.js';

/** Follows members who were erased. */
@Injectable()
export class OnMemberErased implements Subscriber, OnModuleInit {
  readonly name = 'identity.forget-members';
  readonly types = [memberStateChanged.type];

  constructor(
    private readonly registry: SubscriberRegistry,
    private readonly forget: ForgetMember,
  ) {}

  onModuleInit(): void {
    this.registry.add(this);
  }

  async handle(events: readonly LoggedEvent[], tx: Tx): Promise<void> {
    for (const event of events) {
      const { memberId, to } = memberStateChanged.schema.parse(event.data);
      if (to === 'erased') await this.forget.execute(tx, memberId);
    }
  }
}
