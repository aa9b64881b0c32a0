import type { MemberCard } from '../api/types.js';
import { Icon } from './icon.js';

/** A person's picture. Always beside the name, so it has no text of its own. */
export function Avatar({ member, size = '' }: { member: Pick<MemberCard, 'avatarUrl'>; size?: '' | 'm' | 'l' | 'xl' }) {
  const className = size === '' ? 'avatar' : `avatar avatar-${size}`;
  if (member.avatarUrl === null) {
    return (
      <span className={`${className} grid place-items-center muted`}>
        <Icon name="user" />
      </span>
    );
  }
  return <img className={className} src={member.avatarUrl} alt="" width={20} height={20} loading="lazy" decoding="async" />;
}
