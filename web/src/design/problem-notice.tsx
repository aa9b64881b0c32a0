import type { ApiError } from '../api/api-error.js';
import { useI18n } from '../app/services.js';
import { Icon } from './icon.js';
import { problemText } from './problem-text.js';

interface ProblemNoticeProps {
  error: ApiError | null;
  onRetry?: () => void;
}

/** Says beside a control why it did not work. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const i18n = useI18n();
  if (!error) return null;
  return (
    <div className="notice notice-danger" role="alert">
      <Icon name="triangle-exclamation-point" />
      <span className="grow basis-40">
        {problemText(i18n, error)}
        {error.requestId && error.status >= 500 && <span className="state-code block">{i18n.t('status.requestId', { id: error.requestId })}</span>}
      </span>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          <Icon name="rotate-cw" />
          {i18n.t('action.retry')}
        </button>
      )}
    </div>
  );
}
