import { useInfiniteQuery } from '@tanstack/react-query';
import type { Question } from '../../api/types.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { PagedList } from '../../design/paged-list.js';
import { AnswerView } from './answer-view.js';
import { answerPages } from './question.queries.js';
import { useHashAnswer } from './use-hash-answer.js';

/** The answers: the accepted one, then by score. */
export function Answers({ question }: { question: Question }) {
  const { t } = useI18n();
  const search = useSearch();
  const query = useInfiniteQuery(answerPages(useApi(), question.id, cursorOf(search)));
  useHashAnswer(query);
  const canAccept = question.viewer?.canAccept ?? false;
  return (
    <section aria-labelledby="answers">
      <div className="answers-head">
        <h2 id="answers">{t('question.answers', { count: question.answerCount })}</h2>
        {question.answerCount > 1 && <span className="muted small">{t('answer.order')}</span>}
      </div>
      <PagedList query={query} showEnd={false} empty={<p className="muted mb-4">{t('answer.none')}</p>} skeleton={<span className="skeleton h-48" />}>
        {(answers) => answers.map((answer) => <AnswerView key={answer.id} answer={answer} canAccept={canAccept} />)}
      </PagedList>
    </section>
  );
}
