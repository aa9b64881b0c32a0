import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { Profile } from '../../api/types.js';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { Status } from '../../app/status.js';
import { EmptyState } from '../../design/empty-state.js';
import { PageSkeleton } from '../../design/page-skeleton.js';
import { Tabs } from '../../design/tabs.js';
import { QuestionList } from '../questions/question-list.js';
import { questionPages } from '../questions/questions.queries.js';
import { AnswerList } from './answer-list.js';
import { answersByPages, profileQuery } from './people.queries.js';
import { ProfileHead } from './profile-head.js';
import './people.css';

const showsAnswers = (search: URLSearchParams): boolean => search.get('tab') === 'answers';

/** The API counts no further, and says this for as many or more. */
const COUNTED_TO = 1_000;

const questionsBy = (handle: string) => ({ author: handle, sort: 'new' }) as const;

export async function load({ api, queries, params, search }: LoadContext): Promise<void> {
  const handle = params['handle']!;
  await Promise.all([
    queries.fetchQuery(profileQuery(api, handle)),
    showsAnswers(search)
      ? queries.prefetchInfiniteQuery(answersByPages(api, handle, cursorOf(search)))
      : queries.prefetchInfiniteQuery(questionPages(api, questionsBy(handle), cursorOf(search))),
  ]);
}

function QuestionsBy({ handle }: { handle: string }) {
  const { t } = useI18n();
  const search = useSearch();
  const query = useInfiniteQuery(questionPages(useApi(), questionsBy(handle), cursorOf(search)));
  return <QuestionList query={query} byActivity={false} empty={<EmptyState icon="message-circle-question-mark" title={t('people.noQuestions')} />} />;
}

function ProfilePage({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const search = useSearch();
  const path = `/users/${profile.handle}`;
  const label = (what: 'questions' | 'answers', count: number): string => t(count < COUNTED_TO ? `people.${what}` : `people.${what}Over`, { count });
  const isAnswers = showsAnswers(search);
  useHead({ title: profile.displayName, description: t('people.description', { name: profile.displayName }), canonical: path, ogType: 'profile' });
  return (
    <div className="page">
      <div className="column min-w-0">
        <ProfileHead profile={profile} />
        {profile.bioHtml && <div className="prose mb-4" dangerouslySetInnerHTML={{ __html: profile.bioHtml }} />}
        <div className="mb-2">
          <Tabs
            label={t('people.posts')}
            tabs={[
              { to: path, label: label('questions', profile.questionCount), current: !isAnswers },
              { to: `${path}?tab=answers`, label: label('answers', profile.answerCount), current: isAnswers },
            ]}
          />
        </div>
        <h2 className="sr-only">{t(isAnswers ? 'people.answersTitle' : 'people.questionsTitle')}</h2>
        {isAnswers ? <AnswerList handle={profile.handle!} /> : <QuestionsBy handle={profile.handle!} />}
      </div>
    </div>
  );
}

export function Page() {
  const handle = useParams()['handle']!;
  const { data, error } = useQuery(profileQuery(useApi(), handle));
  if (data) return <ProfilePage key={handle} profile={data} />;
  if (!error) return <PageSkeleton />;
  return <Status status={asApiError(error).status} requestId={asApiError(error).requestId} />;
}
