import type { ApiError } from '../api/api-error.js';
import type { I18n } from '../i18n/i18n.js';
import type { MessageKey } from '../i18n/messages.js';

const BY_STATUS: Record<number, MessageKey> = {
  0: 'problem.0',
  401: 'problem.401',
  403: 'problem.403',
  404: 'problem.404',
  409: 'problem.409',
  412: 'problem.412',
  413: 'problem.413',
  429: 'problem.429',
  503: 'problem.503',
  507: 'problem.507',
};

/** One sentence about a failure that says what to do. What the API says of wrong input is more exact than we can be. */
export function problemText({ t }: I18n, error: ApiError): string {
  if (error.status === 422 || error.status === 400) return error.fields[0]?.message ?? error.detail ?? t('problem.422');
  const key = BY_STATUS[error.status];
  if (key) return error.detail && error.status === 403 ? error.detail : t(key);
  return t('problem.500');
}
