import type { SearchHit as Hit } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { Avatar } from '../../design/avatar.js';
import { Icon } from '../../design/icon.js';
import { MemberName } from '../../design/member-name.js';
import { TagList } from '../../design/tag-list.js';
import { TimeAgo } from '../../design/time-ago.js';

const ICONS = { question: 'message-circle-question-mark', answer: 'message-square', user: 'user' } as const;

/** One thing that was found; the marked words come escaped from the API. */
export function SearchHit({ hit }: { hit: Hit }) {
  const { t } = useI18n();
  return (
    <article className="hit" data-stop>
      <Icon name={ICONS[hit.type]} className="icon-l" />
      <div className="min-w-0">
        <h2>
          <span className="sr-only">{t(`search.a.${hit.type}`)}: </span>
          <PageLink to={hit.url}>
            <span dangerouslySetInnerHTML={{ __html: hit.titleHtml }} />
          </PageLink>
        </h2>
        <p dangerouslySetInnerHTML={{ __html: hit.excerptHtml }} />
        <div className="hit-meta">
          {hit.author && hit.type !== 'user' && (
            <span className="flex items-center gap-2">
              <Avatar member={hit.author} />
              <MemberName member={hit.author} />
            </span>
          )}
          {hit.type !== 'user' && <span>{t('count.score', { count: hit.score })}</span>}
          <TimeAgo at={hit.createdAt} />
          <TagList tags={hit.tags} />
        </div>
      </div>
    </article>
  );
}
