import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { CommentTarget } from '../../api/comments.api.js';
import { useHead } from '../../app/head.js';
import { type LoadContext, Redirect } from '../../app/page-module.js';
import { PageSkeleton } from '../../design/page-skeleton.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useMember } from '../../app/session.js';
import { useLazy } from '../../app/use-lazy.js';
import { Status } from '../../app/status.js';
import type { Question } from '../../api/types.js';
import { AnswerBox } from './answer-box.js';
import { Answers } from './answers.js';
import { answerPages, commentsQuery, questionQuery } from './question.queries.js';
import { useQuestionData } from './question-json-ld.js';
import { questionUrl } from './question-url.js';
import { QuestionView } from './question-view.js';
import './post.css';

export async function load({ api, queries, params, search, url }: LoadContext): Promise<void> {
  const id = params['id']!;
  const comments = search.get('comments');
  const [question] = await Promise.all([
    queries.fetchQuery(questionQuery(api, id)),
    queries.prefetchInfiniteQuery(answerPages(api, id, cursorOf(search))),
    comments && queries.prefetchQuery(commentsQuery(api, comments as CommentTarget)),
  ]);
  if (params['slug'] !== question.slug) {
    const query = url.indexOf('?');
    throw new Redirect(questionUrl(question) + (query === -1 ? '' : url.slice(query)), 301);
  }
}

function QuestionPage({ question }: { question: Question }) {
  const { t } = useI18n();
  const member = useMember();
  const live = useLazy(() => import('./live-answers.js'), [], true);
  const related = useLazy(() => import('./related-questions.js'), [], true);
  useHead({
    title: question.title,
    description: question.excerpt,
    canonical: questionUrl(question),
    ogType: 'article',
    noIndex: question.state !== 'live' || question.audience !== 'public',
    jsonLd: useQuestionData(question),
  });
  return (
    <div className="page">
      <div className="column min-w-0">
        <QuestionView question={question} />
        <Answers question={question} />
        {live && <live.LiveAnswers questionId={question.id} />}
        {member && question.viewer?.canAnswer && (
          <a className="button button-primary answer-jump" href="#your-answer">
            {t('answer.jump')}
          </a>
        )}
        <AnswerBox question={question} />
      </div>
      <aside className="aside" aria-label={t('aside.label')}>
        {related && <related.RelatedQuestions question={question} />}
      </aside>
    </div>
  );
}

export function Page() {
  const id = useParams()['id']!;
  const { data, error } = useQuery(questionQuery(useApi(), id));
  if (data) return <QuestionPage key={id} question={data} />;
  if (!error) return <PageSkeleton />;
  const { status, requestId } = asApiError(error);
  return <Status status={status} requestId={requestId} />;
}
