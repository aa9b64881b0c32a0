import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MemberEmails } from '#modules/users';
import { IdentitiesRepository } from './identities.repository.js';

/** Tells the module below what it can use of this one: a member's own profile shows the address they sign in with. */
@Injectable()
export class IdentityRegistrations implements OnModuleInit {
  constructor(
    private readonly emails: MemberEmails,
    private readonly identities: IdentitiesRepository,
  ) {}

  onModuleInit(): void {
    this.emails.register((memberId) => this.identities.emailOf(memberId));
  }
}
