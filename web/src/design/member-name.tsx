import { PageLink } from '../app/page-link.js';
import type { MemberCard } from '../api/types.js';

/** A name that leads to the profile; of a deleted owner only the name is left. */
export function MemberName({ member, className = '' }: { member: MemberCard; className?: string }) {
  if (member.handle === null) return <span className={`muted ${className}`}>{member.displayName}</span>;
  return (
    <PageLink className={`name ${className}`} to={`/users/${member.handle}`}>
      {member.displayName}
    </PageLink>
  );
}
