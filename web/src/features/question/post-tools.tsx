import { useState } from 'react';
import type { ContentState, Viewer } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { useLazy } from '../../app/use-lazy.js';
import { CopyLink } from './copy-link.js';
import type { PostAct } from './post-acts.js';
import type { PostRef } from './post-cache.js';

interface PostToolsProps {
  post: PostRef;
  /** How a dialog names the post. */
  name: string;
  state: ContentState;
  viewer: Viewer | null;
  permalink: string;
}

function actsFor(state: ContentState, viewer: Viewer | null): PostAct[] {
  const acts: PostAct[] = [];
  if (viewer?.canHide) acts.push(state === 'live' ? 'hide' : 'restore');
  if (viewer?.canDelete && state !== 'deleted') acts.push('delete');
  return acts;
}

/** What one can do with a post: link, edit, hide, delete. */
export function PostTools({ post, name, state, viewer, permalink }: PostToolsProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState<PostAct | null>(null);
  const dialogs = useLazy(() => import('./post-dialogs.js'), [], open !== null);
  const editUrl = `/${post.type}s/${post.id}/edit`;
  return (
    <div className="acts">
      <CopyLink to={permalink} />
      {viewer?.canEdit && (
        <PageLink className="act" to={editUrl}>
          {t('action.edit')}
        </PageLink>
      )}
      {actsFor(state, viewer).map((act) => (
        <button key={act} type="button" className="act" onClick={() => setOpen(act)}>
          {t(`post.${act}`)}
        </button>
      ))}
      {open && dialogs && <dialogs.PostDialog act={open} post={post} name={name} onClose={() => setOpen(null)} />}
    </div>
  );
}
