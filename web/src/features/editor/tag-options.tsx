import type { Tag } from '../../api/types.js';
import { useI18n } from '../../app/services.js';

interface TagOptionsProps {
  id: string;
  offers: readonly Tag[];
  active: number;
  onChoose: (slug: string) => void;
}

/** The list of a tag combobox. */
export function TagOptions({ id, offers, active, onChoose }: TagOptionsProps) {
  const { t } = useI18n();
  return (
    <div id={id} role="listbox" aria-label={t('tags.label')} className="options" hidden={offers.length === 0}>
      {offers.map((tag, index) => (
        <div
          key={tag.slug}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(tag.slug);
          }}
        >
          <span className="tag">{tag.slug}</span>
          <span className="muted small">{t('tags.count', { count: tag.questionCount })}</span>
        </div>
      ))}
    </div>
  );
}
