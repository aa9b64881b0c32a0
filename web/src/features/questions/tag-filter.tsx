import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { Icon } from '../../design/icon.js';

/** The tags the list is narrowed by; each chip takes its own away. */
export function TagFilter() {
  const { t } = useI18n();
  const search = useSearch();
  const tags = search.getAll('tag');
  if (tags.length === 0) return null;
  const without = (tag: string): string => {
    const params = new URLSearchParams(search);
    params.delete('tag');
    params.delete('cursor');
    for (const other of tags) if (other !== tag) params.append('tag', other);
    const query = params.toString();
    return query === '' ? '/questions' : `/questions?${query}`;
  };
  const shown = (tag: string): string => (tag.startsWith('-') ? t('tags.without', { tag: tag.slice(1) }) : tag);
  return (
    <ul className="tags mb-3" aria-label={t('tags.filter')}>
      {tags.map((tag) => (
        <li key={tag}>
          <PageLink className="tag" to={without(tag)} aria-label={t('tags.remove', { tag: shown(tag) })} aria-current="true">
            {shown(tag)}
            <Icon name="x" />
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
