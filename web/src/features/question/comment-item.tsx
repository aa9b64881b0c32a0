import { useState } from 'react';
import type { Comment } from '../../api/types.js';
import { useI18n } from '../../app/services.js';
import { useLazy } from '../../app/use-lazy.js';
import { MemberName } from '../../design/member-name.js';
import { TimeAgo } from '../../design/time-ago.js';
import type { PostRef } from './post-cache.js';
import { commentAnchor } from './question-url.js';
import { RichText } from './rich-text.js';

interface CommentItemProps {
  comment: Comment;
  post: PostRef;
}

/** One comment. What a member may do with it comes with the first use. */
export function CommentItem({ comment, post }: CommentItemProps) {
  const { t, short } = useI18n();
  const [isEditing, setEditing] = useState(false);
  const tools = useLazy(() => import('./comment-tools.js'), ['editor'], comment.viewer !== null);
  if (isEditing && tools) return <tools.CommentEditor comment={comment} post={post} onClose={() => setEditing(false)} />;
  return (
    <li className="comment" id={commentAnchor(comment.id)}>
      <RichText id={comment.id} html={comment.bodyHtml} small />
      <div className="comment-foot">
        {comment.score > 0 && (
          <span className="num" title={t('comment.score')}>
            +{short(comment.score)}
          </span>
        )}
        <MemberName member={comment.author} />
        <a className="act" href={`#${commentAnchor(comment.id)}`}>
          <TimeAgo at={comment.createdAt} />
        </a>
        {comment.state !== 'live' && <span className="badge badge-warning">{t(`state.${comment.state}`)}</span>}
        {tools && <tools.CommentTools comment={comment} post={post} onEdit={() => setEditing(true)} />}
      </div>
    </li>
  );
}
