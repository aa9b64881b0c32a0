import { useQuery } from '@tanstack/react-query';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { questionsAside } from './questions.queries.js';

export const WAITING = { sort: 'unanswered', limit: 5 } as const;

/** Questions that nobody has answered yet; left out when there are none or they cannot be had. */
export function WaitingQuestions() {
  const { t } = useI18n();
  const { data } = useQuery(questionsAside(useApi(), WAITING));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('home.waiting')}</h2>
      <ul className="mini-list">
        {data.items.map((question) => (
          <li key={question.id}>
            <PageLink to={`/questions/${question.id}/${question.slug}`}>{question.title}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
