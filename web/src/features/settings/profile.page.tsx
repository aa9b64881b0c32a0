import { useQuery } from '@tanstack/react-query';
import type { Api } from '../../api/http.js';
import { getOwnProfile } from '../../api/users.api.js';
import { asApiError } from '../../api/api-error.js';
import { useApi } from '../../app/services.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { EraseAccount } from './erase-account.js';
import { ProfileForm } from './profile-form.js';
import { SettingsFrame } from './settings-frame.js';

const ownProfileQuery = (api: Api) => ({ queryKey: ['own-profile'], queryFn: () => getOwnProfile(api) });

export function Page() {
  const { data, error, refetch } = useQuery(ownProfileQuery(useApi()));
  return (
    <SettingsFrame>
      {error && <ProblemNotice error={asApiError(error)} onRetry={() => void refetch()} />}
      {!data && !error && <span className="skeleton h-96" />}
      {data && (
        <>
          <ProfileForm tagged={data} />
          <EraseAccount profile={data.value} />
        </>
      )}
    </SettingsFrame>
  );
}
