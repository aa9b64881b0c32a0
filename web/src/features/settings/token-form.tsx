import { type FormEvent, useId, useState } from 'react';
import { createToken } from '../../api/account.api.js';
import type { CreatedToken, TokenScope } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { hasRole, useMember } from '../../app/session.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { TextField } from '../../design/text-field.js';
import { useAction } from '../../design/use-action.js';
import { fieldMessage } from '../ask/field-message.js';
import '../../design/input.css';

const DAYS = [7, 30, 90, 365] as const;

/** Makes a token. Scopes beyond one's role are not offered; the API would not honour them. */
export function TokenForm({ onCreated }: { onCreated: (token: CreatedToken) => void }) {
  const { t } = useI18n();
  const api = useApi();
  const member = useMember();
  const id = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<TokenScope[]>(['read']);
  const [days, setDays] = useState<number>(90);
  const create = useAction(async () => {
    onCreated(await createToken(api, { name: name.trim(), scopes, ...(days > 0 ? { expiresInDays: days } : {}) }));
    setName('');
  });
  const offered: TokenScope[] = ['read', 'write', ...(hasRole(member, 'moderator') ? (['moderate'] as const) : []), ...(hasRole(member, 'admin') ? (['admin'] as const) : [])];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '' && scopes.length > 0) void create.run();
  };
  return (
    <form className="card token-form" onSubmit={submit} noValidate>
      <h2>{t('tokens.new')}</h2>
      <TextField id={`${id}-name`} label={t('tokens.name')} help={t('tokens.nameHelp')} value={name} maxLength={60} error={fieldMessage(create.error, '/name')} onChange={setName} />
      <fieldset className="flex flex-wrap gap-3">
        <legend className="field-label mb-1">{t('tokens.scopes')}</legend>
        {offered.map((scope) => (
          <label key={scope} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) => setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))}
            />
            {t(`scope.${scope}`)}
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span className="field-label">{t('tokens.expiry')}</span>
        <select className="input ask-audience" value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {DAYS.map((count) => (
            <option key={count} value={count}>
              {t('tokens.days', { count })}
            </option>
          ))}
          <option value={0}>{t('tokens.endless')}</option>
        </select>
      </label>
      {create.error && create.error.fields.length === 0 && <ProblemNotice error={create.error} />}
      <div>
        <button type="submit" className="button button-primary" disabled={create.pending || name.trim() === '' || scopes.length === 0}>
          {t('tokens.create')}
        </button>
      </div>
    </form>
  );
}
