import { useI18n } from '../../app/services.js';
import type { Draft } from './use-draft.js';

/** Says that the draft is kept, and throws it away on request. */
export function DraftNote({ draft }: { draft: Draft }) {
  const { t } = useI18n();
  const isKept = draft.state === 'saved' || draft.state === 'restored';
  return (
    <span className="muted small flex items-center gap-3">
      <span role="status">{isKept ? t(`draft.${draft.state as 'saved' | 'restored'}`) : ''}</span>
      {isKept && (
        <button type="button" className="link" onClick={draft.clear}>
          {t('draft.discard')}
        </button>
      )}
    </span>
  );
}
