import { memo } from 'react';
import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import type { QuestionSummary } from '../../api/types.js';
import { Avatar } from '../../design/avatar.js';
import { Icon } from '../../design/icon.js';
import { MemberName } from '../../design/member-name.js';
import { TagList } from '../../design/tag-list.js';
import { TimeAgo } from '../../design/time-ago.js';

function Counts({ question }: { question: QuestionSummary }) {
  const { t, short } = useI18n();
  const isAccepted = question.acceptedAnswerId !== null;
  const state = isAccepted ? ' row-accepted' : question.answerCount > 0 ? ' row-answered' : '';
  return (
    <div className="row-counts">
      <span className="row-count">
        <b className="num">{short(question.score)}</b> <small>{t('count.votes', { count: question.score })}</small>
      </span>
      <span className={`row-count${state}`}>
        <b className="num">
          {isAccepted && <Icon name="check" />}
          {short(question.answerCount)}
        </b>{' '}
        <small>{t('count.answers', { count: question.answerCount })}</small>
        {isAccepted && <span className="sr-only">{t('question.hasAccepted')}</span>}
      </span>
    </div>
  );
}

/** One question in a list. */
export const QuestionRow = memo(function QuestionRow({ question, byActivity }: { question: QuestionSummary; byActivity: boolean }) {
  const { t } = useI18n();
  return (
    <article className="row" data-stop>
      <Counts question={question} />
      <div className="row-text">
        <h2>
          <PageLink to={`/questions/${question.id}/${question.slug}`}>{question.title}</PageLink>
          {question.state !== 'live' && <span className="badge badge-warning ms-2">{t(`state.${question.state}`)}</span>}
          {question.closedReason !== null && <span className="badge ms-2">{t('state.closed')}</span>}
        </h2>
        <p>{question.excerpt}</p>
      </div>
      <div className="row-meta">
        <span className="row-author">
          <Avatar member={question.author} />
          <MemberName member={question.author} />
        </span>
        <span className="row-time">
          <TimeAgo at={byActivity ? question.lastActivityAt : question.createdAt} />
        </span>
        <TagList tags={question.tags} />
      </div>
    </article>
  );
});
