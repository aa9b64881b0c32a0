import { useQueryClient } from '@tanstack/react-query';
import { memo } from 'react';
import type { Answer } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { TimeAgo } from '../../design/time-ago.js';
import { useAction } from '../../design/use-action.js';
import { AuthorCard } from './author-card.js';
import { Comments } from './comments.js';
import type { PostRef } from './post-cache.js';
import { PostTools } from './post-tools.js';
import { answerAnchor } from './question-url.js';
import { RichText } from './rich-text.js';
import { SourceNote } from './source-note.js';
import { VoteColumn } from './vote-column.js';

interface AcceptProps {
  answer: Answer;
  canAccept: boolean;
}

function AcceptMark({ answer, canAccept }: AcceptProps) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const accept = useAction(async () => {
    const acts = await import('./post-acts.js');
    await acts.accept(api, queries, answer.questionId, answer.accepted ? null : answer.id);
  });
  if (!canAccept) {
    return answer.accepted ? (
      <span className="accept accept-on" title={t('answer.accepted')}>
        <Icon name="check" className="icon-l" />
      </span>
    ) : null;
  }
  const label = t(answer.accepted ? 'answer.unaccept' : 'answer.accept');
  return (
    <>
      <button
        type="button"
        className={answer.accepted ? 'accept accept-on' : 'accept'}
        aria-pressed={answer.accepted}
        aria-label={label}
        title={label}
        disabled={accept.pending}
        onClick={() => void accept.run()}
      >
        <Icon name="check" className="icon-l" />
      </button>
      {accept.error && (
        <div className="vote-problem">
          <ProblemNotice error={accept.error} />
        </div>
      )}
    </>
  );
}

function When({ answer }: { answer: Answer }) {
  const { rich } = useI18n();
  return (
    <>
      {rich('answer.at', { time: <TimeAgo at={answer.createdAt} /> })}
      {answer.editedAt && <> · {rich('post.editedAt', { time: <TimeAgo at={answer.editedAt} /> })}</>}
    </>
  );
}

/** One answer with its votes, comments and tools. */
export const AnswerView = memo(function AnswerView({ answer, canAccept }: AcceptProps) {
  const { t } = useI18n();
  const post: PostRef = { type: 'answer', id: answer.id, questionId: answer.questionId };
  const className = `post answer${answer.accepted ? ' answer-accepted' : ''}${answer.state === 'live' ? '' : ' post-hidden'}`;
  return (
    <article className={className} id={answerAnchor(answer.id)} data-stop tabIndex={-1} aria-label={t('answer.by', { name: answer.author.displayName })}>
      <VoteColumn post={post} score={answer.score} viewer={answer.viewer}>
        <AcceptMark answer={answer} canAccept={canAccept} />
      </VoteColumn>
      <div className="post-body">
        {answer.accepted && <p className="badge badge-success mb-2">{t('answer.accepted')}</p>}
        {answer.state !== 'live' && <p className="badge badge-warning mb-2">{t(`state.${answer.state}`)}</p>}
        <RichText id={answer.id} html={answer.bodyHtml} />
      </div>
      <div className="post-foot">
        <div>
          <PostTools
            post={post}
            name={t('answer.by', { name: answer.author.displayName })}
            state={answer.state}
            viewer={answer.viewer}
            permalink={`/a/${answer.id}`}
          />
          <SourceNote source={answer.source} />
        </div>
        <AuthorCard author={answer.author} when={<When answer={answer} />} />
      </div>
      <Comments post={post} preview={answer.comments} canComment={answer.viewer?.canComment ?? false} />
    </article>
  );
});
