import type { Source } from '../../api/types.js';
import { useI18n } from '../../app/services.js';

/** Where an imported text comes from and under which licence: attribution that the licence asks for. */
export function SourceNote({ source }: { source: Source | null }) {
  const { rich, t } = useI18n();
  if (!source) return null;
  const site = source.url ? (
    <a className="link" href={source.url} rel="nofollow noopener external">
      {source.site}
    </a>
  ) : (
    source.site
  );
  return (
    <p className="muted small">
      {rich('source.from', { site })}
      {source.license && ` · ${source.license}`}
      <span className="sr-only"> {t('source.id', { id: source.id })}</span>
    </p>
  );
}
