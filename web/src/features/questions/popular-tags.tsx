import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { popularTags } from './questions.queries.js';

/** The tags with most questions. Decoration of a page: when it cannot be had, it is left out. */
export function PopularTags() {
  const { t, short } = useI18n();
  const { data } = useQuery(popularTags(useApi()));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('tags.popular')}</h2>
      <ul className="tags">
        {data.items.map((tag) => (
          <li key={tag.slug} className="min-w-0">
            <PageLink className="tag" to={`/tags/${encodeURIComponent(tag.slug)}`}>
              {tag.slug} <span className="num muted">{short(tag.questionCount)}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
