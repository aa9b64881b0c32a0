import type { Question } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { TagList } from '../../design/tag-list.js';
import { TimeAgo } from '../../design/time-ago.js';
import { AuthorCard } from './author-card.js';
import { Comments } from './comments.js';
import type { PostRef } from './post-cache.js';
import { PostTools } from './post-tools.js';
import { questionUrl } from './question-url.js';
import { RichText } from './rich-text.js';
import { SourceNote } from './source-note.js';
import { VoteColumn } from './vote-column.js';

function Head({ question }: { question: Question }) {
  const { t, rich } = useI18n();
  return (
    <header className="question-head">
      <h1>{question.title}</h1>
      <p className="muted small">
        <span>{rich('question.asked', { time: <TimeAgo at={question.createdAt} /> })}</span>
        <span>{rich('question.active', { time: <TimeAgo at={question.lastActivityAt} /> })}</span>
        {question.audience === 'members' && <span className="badge">{t('audience.members')}</span>}
        {question.state !== 'live' && <span className="badge badge-warning">{t(`state.${question.state}`)}</span>}
      </p>
      {question.closedReason !== null && (
        <p className="notice notice-warning mt-2">{t('question.closed', { reason: question.closedReason })}</p>
      )}
    </header>
  );
}

function When({ question }: { question: Question }) {
  const { rich } = useI18n();
  return (
    <>
      {rich('question.asked', { time: <TimeAgo at={question.createdAt} /> })}
      {question.editedAt && (
        <>
          {' · '}
          <PageLink className="link" to={`/questions/${question.id}/revisions`}>
            {rich('post.editedAt', { time: <TimeAgo at={question.editedAt} /> })}
          </PageLink>
        </>
      )}
    </>
  );
}

/** The question itself. */
export function QuestionView({ question }: { question: Question }) {
  const post: PostRef = { type: 'question', id: question.id, questionId: question.id };
  return (
    <>
      <Head question={question} />
      <div className={question.state === 'live' ? 'post' : 'post post-hidden'}>
        <VoteColumn post={post} score={question.score} viewer={question.viewer} />
        <div className="post-body">
          <RichText id={question.id} html={question.bodyHtml} />
          <TagList tags={question.tags} />
        </div>
        <div className="post-foot">
          <div>
            <PostTools post={post} name={question.title} state={question.state} viewer={question.viewer} permalink={questionUrl(question)} />
            <SourceNote source={question.source} />
          </div>
          <AuthorCard author={question.author} isAsker when={<When question={question} />} />
        </div>
        <Comments post={post} preview={question.comments} canComment={question.viewer?.canComment ?? false} />
      </div>
    </>
  );
}
