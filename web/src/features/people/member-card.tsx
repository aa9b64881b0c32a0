import type { MemberCard as Member } from '../../api/types.js';
import { useI18n } from '../../app/services.js';
import { Avatar } from '../../design/avatar.js';
import { MemberName } from '../../design/member-name.js';
import { TimeAgo } from '../../design/time-ago.js';

/** A person in a list of people. */
export function MemberCard({ member }: { member: Member & { createdAt?: string } }) {
  const { t, rich } = useI18n();
  return (
    <li className="card member-card">
      <Avatar member={member} size="l" />
      <div className="min-w-0">
        <MemberName member={member} className="block truncate" />
        <span className="muted small block truncate">@{member.handle}</span>
        <span className="muted small flex flex-wrap gap-x-2">
          {member.role && member.role !== 'learner' && <span className="badge badge-accent">{t(`role.${member.role}`)}</span>}
          {member.createdAt && <span>{rich('people.since', { time: <TimeAgo at={member.createdAt} /> })}</span>}
        </span>
      </div>
    </li>
  );
}
