import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'react-router';
import type { CommentTarget } from '../../api/comments.api.js';
import type { CommentPreview } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { useLazy } from '../../app/use-lazy.js';
import { CommentItem } from './comment-item.js';
import type { PostRef } from './post-cache.js';
import { commentsQuery } from './question.queries.js';

const SHOWN = 3;

interface CommentsProps {
  post: PostRef;
  preview: CommentPreview;
  canComment: boolean;
}

function AddComment({ post }: { post: PostRef }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const tools = useLazy(() => import('./comment-tools.js'), ['editor'], isOpen);
  if (isOpen && tools) return <tools.NewComment post={post} onClose={() => setOpen(false)} />;
  return (
    <button type="button" className="act" onClick={() => setOpen(true)}>
      {t('comment.add')}
    </button>
  );
}

/** The comments on a post: the first three, the others folded; a long thread is brought when it is unfolded. */
export function Comments({ post, preview, canComment }: CommentsProps) {
  const { t } = useI18n();
  const { pathname } = useLocation();
  const search = useSearch();
  const target: CommentTarget = `${post.type}:${post.id}`;
  const [wantsAll, setWantsAll] = useState(false);
  const isAsked = wantsAll || search.get('comments') === target;
  const isPart = preview.total > preview.items.length;
  const all = useQuery({ ...commentsQuery(useApi(), target), enabled: isAsked && isPart }).data?.items;
  const items = all ?? preview.items;
  const hidden = preview.total - SHOWN;
  const anchor = `comments-${post.id}`;
  if (items.length === 0 && !canComment) return null;
  return (
    <div className="comments" id={anchor} role="group" aria-label={t('comment.label')}>
      {items.length > 0 && (
        <ul>
          {items.slice(0, all ? undefined : SHOWN).map((comment) => (
            <CommentItem key={comment.id} comment={comment} post={post} />
          ))}
        </ul>
      )}
      {!all && hidden > 0 && (
        <details className="comments-more" onToggle={(event) => event.currentTarget.open && setWantsAll(true)}>
          <summary className="act">{t('comment.more', { count: hidden })}</summary>
          <ul>
            {items.slice(SHOWN).map((comment) => (
              <CommentItem key={comment.id} comment={comment} post={post} />
            ))}
          </ul>
          {isPart && (
            <a className="act" href={`${pathname}?comments=${target}#${anchor}`}>
              {t('comment.all', { count: preview.total })}
            </a>
          )}
        </details>
      )}
      {canComment && <AddComment post={post} />}
    </div>
  );
}
