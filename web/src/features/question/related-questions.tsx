import { useQuery } from '@tanstack/react-query';
import type { Question } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { relatedQuery, sameTagQuery } from './question.queries.js';
import { questionUrl } from './question-url.js';
import './related.css';

/**
 * Questions like this one, else others under its first tag; left out when there are none or they cannot be had. Asked for by the browser
 * only: the page of a guest is kept until this question changes, and would go on naming others that were hidden since.
 */
export function RelatedQuestions({ question }: { question: Question }) {
  const { t, short } = useI18n();
  const api = useApi();
  const tag = question.tags[0] ?? '';
  const related = useQuery(relatedQuery(api, question.id)).data?.items;
  const sameTag = useQuery({ ...sameTagQuery(api, tag), enabled: tag !== '' && related?.length === 0 }).data?.items;
  const items = (related?.length ? related : sameTag)?.filter((other) => other.id !== question.id).slice(0, 5);
  if (!items || items.length === 0) return null;
  return (
    <section className="card">
      <h2>{related?.length ? t('question.related') : t('question.sameTag', { tag })}</h2>
      <ul className="related">
        {items.map((other) => (
          <li key={other.id}>
            <span className={other.acceptedAnswerId ? 'badge badge-success num' : 'badge num'}>
              {short(other.score)}
              <span className="sr-only"> {t('count.votes', { count: other.score })}</span>
            </span>
            <PageLink to={questionUrl(other)}>{other.title}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
