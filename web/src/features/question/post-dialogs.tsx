import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { setState } from '../../api/moderation.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { toast } from '../../design/toast.js';
import { type PostAct, refresh, remove } from './post-acts.js';
import type { PostRef } from './post-cache.js';

interface PostDialogProps {
  act: PostAct;
  post: PostRef;
  name: string;
  onClose: () => void;
}

/** Asks before a post is deleted, hidden or brought back. */
export function PostDialog({ act, post, name, onClose }: PostDialogProps) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();

  const confirm = async (reason: string): Promise<void> => {
    if (act === 'delete') {
      await remove(api, queries, post);
      if (post.type === 'question') void navigate('/questions');
    } else {
      await setState(api, post.type, post.id, act === 'hide' ? 'hidden' : 'live', reason);
      await refresh(queries, post.questionId);
    }
    toast(t(`post.${act}.done`));
  };

  return (
    <ConfirmDialog
      title={t(`post.${act}.title`)}
      text={t(`post.${act}.text`, { name })}
      action={t(`post.${act}`)}
      reasonLabel={act === 'delete' ? undefined : t('post.reason')}
      isDanger={act !== 'restore'}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
