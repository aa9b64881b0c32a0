import { useI18n } from '../app/services.js';

/** A page whose code is still on its way. */
export function PageSkeleton() {
  const { t } = useI18n();
  return (
    <div className="page" aria-busy="true">
      <p className="sr-only">{t('list.loading')}</p>
      <div className="column flex flex-col gap-4">
        <span className="skeleton h-11" />
        <span className="skeleton h-24" />
        <span className="skeleton h-24" />
        <span className="skeleton h-24" />
      </div>
    </div>
  );
}
