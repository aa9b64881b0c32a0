import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { ApiError } from '../../api/api-error.js';
import type { Tagged } from '../../api/http.js';
import type { Profile } from '../../api/types.js';
import { changeProfile, type ProfileChange } from '../../api/users.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { Avatar } from '../../design/avatar.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { TextField } from '../../design/text-field.js';
import { toast } from '../../design/toast.js';
import { useAction } from '../../design/use-action.js';
import { fieldMessage } from '../ask/field-message.js';
import { MarkdownEditor } from '../editor/markdown-editor.js';

const LINES = [
  { name: 'displayName', max: 60, autoComplete: 'name' },
  { name: 'handle', max: 39, autoComplete: 'username' },
  { name: 'location', max: 100, autoComplete: 'off' },
  { name: 'website', max: 200, autoComplete: 'url' },
] as const;

type Form = Required<ProfileChange>;

const formOf = (profile: Profile): Form => ({
  displayName: profile.displayName,
  handle: profile.handle ?? '',
  location: profile.location ?? '',
  website: profile.website ?? '',
  bio: profile.bio,
});

const differing = (edits: ProfileChange, from: ProfileChange): ProfileChange =>
  Object.fromEntries(Object.entries(edits).filter(([name, value]) => value !== from[name as keyof ProfileChange]));

/** What was typed over the profile as it is known now: a newer one shows under it and takes nothing of it. */
function useEdits(profile: Profile) {
  const [edits, setEdits] = useState<ProfileChange>({});
  const known = formOf(profile);
  return {
    form: { ...known, ...edits },
    changes: differing(edits, known),
    edit: (name: keyof ProfileChange, value: string) => setEdits((now) => ({ ...now, [name]: value })),
    /** Lets go of what was saved, but not of what was typed meanwhile. */
    settle: (saved: ProfileChange) => setEdits((now) => differing(now, saved)),
  };
}

interface LinesProps {
  form: Form;
  error: ApiError | null;
  onChange: (name: keyof ProfileChange, value: string) => void;
}

function Lines({ form, error, onChange }: LinesProps) {
  const { t } = useI18n();
  const id = useId();
  return LINES.map(({ name, max, autoComplete }) => (
    <TextField
      key={name}
      id={`${id}-${name}`}
      label={t(`settings.${name}`)}
      help={t(`settings.${name}Help`)}
      error={fieldMessage(error, `/${name}`)}
      value={form[name]}
      maxLength={max}
      autoComplete={autoComplete}
      onChange={(value) => onChange(name, value)}
    />
  ));
}

/** How others see one. Only what was changed is sent. */
export function ProfileForm({ tagged }: { tagged: Tagged<Profile> }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const profile = tagged.value;
  const { form, changes, edit, settle } = useEdits(profile);
  const isChanged = Object.keys(changes).length > 0;
  const save = useAction(async () => {
    await changeProfile(api, changes, tagged.etag);
    await Promise.all(['own-profile', 'session', 'profile'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    settle(changes);
    toast(t('settings.saved'));
  });
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (isChanged) void save.run();
  };
  return (
    <form className="settings-form" onSubmit={submit} noValidate>
      <div className="flex items-center gap-4">
        <Avatar member={profile} size="l" />
        <p className="muted small">{t('settings.avatar')}</p>
      </div>
      <Lines form={form} error={save.error} onChange={edit} />
      <div className="field">
        <span className="field-label">{t('settings.bio')}</span>
        <MarkdownEditor
          label={t('settings.bio')}
          value={form.bio}
          rows={5}
          hasSideBySide={false}
          error={fieldMessage(save.error, '/bio')}
          onChange={(bio) => edit('bio', bio)}
          onSubmit={submit}
        />
      </div>
      {save.error && save.error.fields.length === 0 && <ProblemNotice error={save.error} />}
      <div>
        <button type="submit" className="button button-primary" disabled={!isChanged || save.pending}>
          {save.pending ? t('action.sending') : t('action.save')}
        </button>
      </div>
    </form>
  );
}
