import { useInfiniteQuery } from '@tanstack/react-query';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf, nextOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { registerUrl, signInUrl, useMember } from '../../app/session.js';
import { ListHead } from './list-head.js';
import { NoQuestions } from './no-questions.js';
import { PopularTags } from './popular-tags.js';
import { QuestionList } from './question-list.js';
import { popularTags, questionPages, questionsAside, sortOf } from './questions.queries.js';
import { WAITING, WaitingQuestions } from './waiting-questions.js';

export async function load({ api, queries, search }: LoadContext): Promise<void> {
  await Promise.all([
    queries.fetchInfiniteQuery(questionPages(api, { sort: sortOf(search) }, cursorOf(search))),
    queries.prefetchQuery(popularTags(api)),
    queries.prefetchQuery(questionsAside(api, WAITING)),
  ]);
}

function Welcome() {
  const { t } = useI18n();
  return (
    <section className="card welcome">
      <div>
        <h1>{t('home.welcome')}</h1>
        <p>{t('home.welcomeText')}</p>
      </div>
      <a className="button button-primary" href={registerUrl('/')}>
        {t('session.register')}
      </a>
      <a className="link" href={signInUrl('/')}>
        {t('session.signIn')}
      </a>
    </section>
  );
}

export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const member = useMember();
  const search = useSearch();
  const sort = sortOf(search);
  const query = useInfiniteQuery(questionPages(api, { sort }, cursorOf(search)));
  useHead({ title: '', description: t('home.welcomeText'), canonical: '/', next: nextOf('/', search, query.data?.pages.at(-1)?.nextCursor) });
  return (
    <div className="page">
      <div className="column min-w-0">
        {!member && <Welcome />}
        <ListHead title={t('home.title')} isPageTitle={member !== null} />
        <QuestionList query={query} byActivity={sort === 'active'} empty={<NoQuestions isFiltered={sort !== 'active'} />} />
      </div>
      <aside className="aside" aria-label={t('aside.label')}>
        <WaitingQuestions />
        <PopularTags />
      </aside>
    </div>
  );
}

