import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { relatedQuery } from './question.queries.js';
import { questionUrl } from './question-url.js';

/**
 * Questions like this one; left out when there are none or they cannot be had. Asked for by the browser only:
 * the page of a guest is kept until this question changes, and would go on naming others that were hidden since.
 */
export function RelatedQuestions({ id }: { id: string }) {
  const { t, short } = useI18n();
  const { data } = useQuery({ ...relatedQuery(useApi(), id), enabled: !import.meta.env.SSR });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('question.related')}</h2>
      <ul className="related">
        {data.items.map((question) => (
          <li key={question.id}>
            <span className={question.acceptedAnswerId ? 'badge badge-success num' : 'badge num'}>
              {short(question.score)}
              <span className="sr-only"> {t('count.votes', { count: question.score })}</span>
            </span>
            <PageLink to={questionUrl(question)}>{question.title}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
