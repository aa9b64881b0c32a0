import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'react-router';
import type { Viewer } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { signInUrl } from '../../app/session.js';
import { Icon } from '../../design/icon.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import type { PostRef } from './post-cache.js';

interface VoteColumnProps {
  post: PostRef;
  score: number;
  viewer: Viewer | null;
  children?: ReactNode;
}

interface ArrowProps {
  up: boolean;
  viewer: Viewer | null;
  vote: number;
  onVote: (value: 1 | -1) => void;
}

function Arrow({ up, viewer, vote, onVote }: ArrowProps) {
  const { t } = useI18n();
  const { pathname } = useLocation();
  const icon = <Icon name={up ? 'chevron-up' : 'chevron-down'} className="icon-l" />;
  const label = t(up ? 'vote.up' : 'vote.down');
  if (!viewer) {
    return (
      <a className="vote-button" href={signInUrl(pathname)} title={t('vote.signIn')} aria-label={label} rel="nofollow">
        {icon}
      </a>
    );
  }
  const value = up ? 1 : -1;
  return (
    <button
      type="button"
      className="vote-button"
      aria-label={label}
      aria-pressed={vote === value}
      disabled={!viewer.canVote && vote !== value}
      title={viewer.canVote ? label : t('vote.own')}
      onClick={() => onVote(value)}
    >
      {icon}
    </button>
  );
}

/** The score of a post and the arrows. A vote counts at once and is taken back when the server does not take it. */
export function VoteColumn({ post, score, viewer, children }: VoteColumnProps) {
  const i18n = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const [ahead, setAhead] = useState<{ score: number; vote: number } | null>(null);
  const vote = viewer?.vote ?? 0;
  const shown = ahead ?? { score, vote };

  const cast = useAction(async (value: 1 | -1) => {
    const next = vote === value ? 0 : value;
    setAhead({ score: score - vote + next, vote: next });
    try {
      const { castVote } = await import('./post-acts.js');
      await castVote(api, queries, post, next);
    } finally {
      setAhead(null);
    }
  });

  return (
    <div className="vote" role="group" aria-label={i18n.t('vote.label')}>
      <Arrow up viewer={viewer} vote={shown.vote} onVote={(value) => void cast.run(value)} />
      <span className="vote-score num" aria-live="polite">
        <span className="sr-only">{i18n.t('vote.score')} </span>
        {i18n.short(shown.score)}
      </span>
      <Arrow up={false} viewer={viewer} vote={shown.vote} onVote={(value) => void cast.run(value)} />
      {children}
      {cast.error && (
        <div className="vote-problem">
          <ProblemNotice error={cast.error} />
        </div>
      )}
    </div>
  );
}
