import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { signInUrl, useMember } from '../../app/session.js';
import { EmptyState } from '../../design/empty-state.js';

/** A list of questions with nothing in it, and the way to the first one. */
export function NoQuestions({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useI18n();
  const member = useMember();
  return (
    <EmptyState icon="inbox" title={t(isFiltered ? 'questions.noneMatch' : 'questions.none')}>
      <p>{t(isFiltered ? 'questions.noneMatchText' : 'questions.noneText')}</p>
      {isFiltered ? (
        <PageLink className="button" to="/questions">
          {t('questions.all')}
        </PageLink>
      ) : member ? (
        <PageLink className="button button-primary" to="/questions/ask">
          {t('ask.action')}
        </PageLink>
      ) : (
        <a className="button button-primary" href={signInUrl('/questions/ask')}>
          {t('ask.action')}
        </a>
      )}
    </EmptyState>
  );
}
