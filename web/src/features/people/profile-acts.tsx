import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { follow } from '../../api/users.api.js';
import type { Profile } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { signInUrl, useMember } from '../../app/session.js';
import { useLazy } from '../../app/use-lazy.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import '../../design/danger.css';

function FollowButton({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const following = profile.viewer?.following ?? false;
  const change = useAction(async () => {
    const show = (on: boolean): void =>
      void queries.setQueryData<Profile>(['profile', profile.handle], (known) =>
        known?.viewer ? { ...known, followerCount: profile.followerCount + Number(on) - Number(following), viewer: { ...known.viewer, following: on } } : known,
      );
    show(!following);
    await follow(api, profile.handle!, !following).catch((error: unknown) => {
      show(following);
      throw error;
    });
  });
  return (
    <>
      <button type="button" className={following ? 'button' : 'button button-primary'} aria-pressed={following} onClick={() => void change.run()}>
        {t(following ? 'people.unfollow' : 'people.follow')}
      </button>
      <ProblemNotice error={change.error} />
    </>
  );
}

/** Follow, edit one's own, suspend and restore. */
export function ProfileActs({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const { pathname } = useLocation();
  const member = useMember();
  const [asks, setAsks] = useState(false);
  const dialog = useLazy(() => import('./suspend-dialog.js'), [], asks);
  const isOwn = member?.id === profile.id;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {isOwn && (
        <PageLink className="button" to="/settings">
          {t('people.edit')}
        </PageLink>
      )}
      {!member && (
        <a className="button" href={signInUrl(pathname)} rel="nofollow">
          {t('people.follow')}
        </a>
      )}
      {member && !isOwn && profile.viewer?.canFollow !== false && <FollowButton profile={profile} />}
      {profile.viewer?.canSuspend && !isOwn && (
        <button type="button" className="button button-danger" onClick={() => setAsks(true)}>
          {t(profile.state === 'suspended' ? 'people.restore' : 'people.suspend')}
        </button>
      )}
      {asks && dialog && <dialog.SuspendDialog profile={profile} onClose={() => setAsks(false)} />}
    </div>
  );
}
