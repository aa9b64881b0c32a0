import { useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';

/** Chosen tags; each with a button that takes it away. */
export function TagChips({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const { t } = useI18n();
  return tags.map((tag) => (
    <span key={tag} className="tag">
      {tag}
      <button type="button" aria-label={t('tags.remove', { tag })} onClick={() => onChange(tags.filter((other) => other !== tag))}>
        <Icon name="x" />
      </button>
    </span>
  ));
}
