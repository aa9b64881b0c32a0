import { PageLink } from '../app/page-link.js';
import { useI18n } from '../app/services.js';

/** Tags that lead to their pages. */
export function TagList({ tags }: { tags: readonly string[] }) {
  const { t } = useI18n();
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label={t('tags.label')}>
      {tags.map((tag) => (
        <li key={tag} className="min-w-0">
          <PageLink className="tag" to={`/tags/${encodeURIComponent(tag)}`}>
            {tag}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
