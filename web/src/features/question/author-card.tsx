import type { ReactNode } from 'react';
import type { MemberCard } from '../../api/types.js';
import { useI18n } from '../../app/services.js';
import { Avatar } from '../../design/avatar.js';
import { MemberName } from '../../design/member-name.js';

/** Who wrote a post, and when. */
export function AuthorCard({ author, when, isAsker = false }: { author: MemberCard; when: ReactNode; isAsker?: boolean }) {
  const { t } = useI18n();
  return (
    <div className={isAsker ? 'author author-asker' : 'author'}>
      <Avatar member={author} size="m" />
      <div className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2">
          <MemberName member={author} />
          {author.role && author.role !== 'learner' && <span className="badge badge-accent">{t(`role.${author.role}`)}</span>}
        </span>
        <span className="muted block">{when}</span>
      </div>
    </div>
  );
}
