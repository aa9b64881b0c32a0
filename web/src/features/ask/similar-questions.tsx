import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { similarQuestions } from '../../api/questions.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSettled } from '../editor/use-settled.js';
import { Icon } from '../../design/icon.js';

const ENOUGH = 10;

/** Questions that may already hold the answer, while the title is typed. They open in a new tab: the draft stays. */
export function SimilarQuestions({ title }: { title: string }) {
  const { t } = useI18n();
  const api = useApi();
  const settled = useSettled(title.trim(), 350);
  const { data } = useQuery({
    queryKey: ['similar', settled],
    queryFn: ({ signal }) => similarQuestions(api, settled, signal),
    placeholderData: keepPreviousData,
    enabled: settled.length >= ENOUGH,
  });
  const items = settled.length >= ENOUGH ? (data?.items ?? []) : [];
  return (
    <div aria-live="polite">
      {items.length > 0 && (
        <section className="similar" aria-label={t('ask.similar')}>
          <h2>{t('ask.similar')}</h2>
          <ul>
            {items.map((question) => (
              <li key={question.id}>
                <a className="link" href={`/questions/${question.id}/${question.slug}`} target="_blank" rel="noopener">
                  {question.title}
                </a>
                <span className={`similar-answers small ${question.acceptedAnswerId ? 'similar-solved' : 'muted'}`}>
                  {question.acceptedAnswerId && <Icon name="circle-check" />}
                  {t('question.answers', { count: question.answerCount })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
