import { Injectable } from '@nestjs/common';

/** The address somebody is known by, or null. */
export type MemberEmailSource = (memberId: string) => Promise<string | null>;

/** Addresses belong to who signs in, not to the profile: the module that knows them tells it here; this one knows none of its kind. */
@Injectable()
export class MemberEmails {
  private readonly sources: MemberEmailSource[] = [];

  register(source: MemberEmailSource): void {
    this.sources.push(source);
  }

  /** Only for the member themself. */
  async of(memberId: string): Promise<string | null> {
    const found = await Promise.all(this.sources.map((source) => source(memberId)));
    return found.find((email) => email !== null) ?? null;
  }
}
