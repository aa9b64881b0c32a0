import { useQueryClient } from '@tanstack/react-query';
import { restoreMember, suspendMember } from '../../api/moderation.api.js';
import type { Profile } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { toast } from '../../design/toast.js';

/** Asks before a member is suspended or let back in. */
export function SuspendDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const act = profile.state === 'suspended' ? 'restore' : 'suspend';
  const confirm = async (reason: string): Promise<void> => {
    await (act === 'suspend' ? suspendMember(api, profile.handle!, reason) : restoreMember(api, profile.handle!));
    await queries.invalidateQueries({ queryKey: ['profile', profile.handle] });
    toast(t(`people.${act}.done`, { name: profile.displayName }));
  };
  return (
    <ConfirmDialog
      title={t(`people.${act}.title`, { name: profile.displayName })}
      text={t(`people.${act}.text`, { name: profile.displayName })}
      action={t(`people.${act}`)}
      reasonLabel={act === 'suspend' ? t('people.reason') : undefined}
      isDanger={act === 'suspend'}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
