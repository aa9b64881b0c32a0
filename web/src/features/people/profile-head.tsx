import type { Profile } from '../../api/types.js';
import { PageLink } from '../../app/page-link.js';
import { useI18n } from '../../app/services.js';
import { Avatar } from '../../design/avatar.js';
import { Icon } from '../../design/icon.js';
import { TimeAgo } from '../../design/time-ago.js';
import { ProfileActs } from './profile-acts.js';

/** A link that shows only its host; the address was checked by the API. */
function Website({ url }: { url: string }) {
  const host = URL.canParse(url) ? new URL(url).host : url;
  return (
    <a className="link truncate" href={url} rel="nofollow ugc noopener me">
      {host}
    </a>
  );
}

function Facts({ profile }: { profile: Profile }) {
  const { t, rich } = useI18n();
  return (
    <ul className="profile-facts small">
      {profile.location && (
        <li>
          <Icon name="map-pin" />
          {profile.location}
        </li>
      )}
      {profile.website && (
        <li>
          <Icon name="link" />
          <Website url={profile.website} />
        </li>
      )}
      <li>
        <Icon name="calendar" />
        <span>{rich('people.since', { time: <TimeAgo at={profile.createdAt} /> })}</span>
      </li>
      {(['followers', 'following'] as const).map((side) => (
        <li key={side}>
          <PageLink className="link" to={`/users/${profile.handle}/${side}`}>
            {t(`people.${side}`, { count: side === 'followers' ? profile.followerCount : profile.followingCount })}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}

/** Who a person is. */
export function ProfileHead({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  return (
    <header className="profile">
      <Avatar member={profile} size="xl" />
      <div className="grow basis-40 min-w-0">
        <h1>{profile.displayName}</h1>
        <p className="muted flex flex-wrap items-center gap-2">
          @{profile.handle}
          {profile.role && profile.role !== 'learner' && <span className="badge badge-accent">{t(`role.${profile.role}`)}</span>}
          {profile.state === 'suspended' && <span className="badge badge-danger">{t('people.suspended')}</span>}
          {profile.source && <span className="badge">{t('people.imported', { site: profile.source.site })}</span>}
        </p>
        <Facts profile={profile} />
      </div>
      <ProfileActs profile={profile} />
    </header>
  );
}
