import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { deleteComment, editComment, postComment, voteComment } from '../../api/comments.api.js';
import { setState } from '../../api/moderation.api.js';
import type { Comment } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { toast } from '../../design/toast.js';
import { useAction } from '../../design/use-action.js';
import { CommentForm } from '../editor/comment-form.js';
import { changeComments, type PostRef } from './post-cache.js';

interface CommentToolsProps {
  comment: Comment;
  post: PostRef;
  onEdit: () => void;
}

const replace = (changed: Comment) => (items: Comment[]) => items.map((item) => (item.id === changed.id ? changed : item));
const without = (id: string) => (items: Comment[]) => items.filter((item) => item.id !== id);

/** Like, edit, hide, delete. */
export function CommentTools({ comment, post, onEdit }: CommentToolsProps) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const [asks, setAsks] = useState<'delete' | 'hide' | null>(null);
  const viewer = comment.viewer;
  const like = useAction(async () => {
    const counted = await voteComment(api, comment.id, viewer?.vote !== 1);
    changeComments(queries, post, replace({ ...comment, score: counted.score, viewer: viewer && { ...viewer, vote: counted.vote } }));
  });
  if (!viewer) return null;
  const take = async (reason: string): Promise<void> => {
    if (asks === 'delete') await deleteComment(api, comment.id);
    else await setState(api, 'comment', comment.id, 'hidden', reason);
    changeComments(queries, post, without(comment.id));
    toast(t(`comment.${asks!}.done`));
  };
  return (
    <>
      {viewer.canVote && (
        <button type="button" className="act" aria-pressed={viewer.vote === 1} onClick={() => void like.run()}>
          {t('comment.like')}
        </button>
      )}
      {viewer.canEdit && (
        <button type="button" className="act" onClick={onEdit}>
          {t('action.edit')}
        </button>
      )}
      {viewer.canHide && comment.state === 'live' && (
        <button type="button" className="act" onClick={() => setAsks('hide')}>
          {t('post.hide')}
        </button>
      )}
      {viewer.canDelete && (
        <button type="button" className="act" onClick={() => setAsks('delete')}>
          {t('post.delete')}
        </button>
      )}
      <ProblemNotice error={like.error} />
      {asks && (
        <ConfirmDialog
          title={t(`comment.${asks}.title`)}
          text={t(`comment.${asks}.text`, { name: comment.author.displayName })}
          action={t(`post.${asks}`)}
          reasonLabel={asks === 'hide' ? t('post.reason') : undefined}
          onConfirm={take}
          onClose={() => setAsks(null)}
        />
      )}
    </>
  );
}

export function CommentEditor({ comment, post, onClose }: { comment: Comment; post: PostRef; onClose: () => void }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const save = async (body: string): Promise<void> => {
    const changed = await editComment(api, comment.id, body);
    changeComments(queries, post, replace(changed));
  };
  return (
    <li className="comment">
      <CommentForm initial={comment.body} action={t('action.save')} onSend={save} onClose={onClose} />
    </li>
  );
}

export function NewComment({ post, onClose }: { post: PostRef; onClose: () => void }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const attempt = useRef(crypto.randomUUID());
  const send = async (body: string): Promise<void> => {
    const comment = await postComment(api, `${post.type}:${post.id}`, body, attempt.current);
    changeComments(queries, post, (items) => [...items, comment]);
  };
  return <CommentForm initial="" action={t('comment.send')} onSend={send} onClose={onClose} />;
}
