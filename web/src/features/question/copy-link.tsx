import { useI18n } from '../../app/services.js';
import { toast } from '../../design/toast.js';

/** A permanent link that is copied when pressed; without JavaScript it simply leads there. */
export function CopyLink({ to }: { to: string }) {
  const { t } = useI18n();
  return (
    <a
      className="act"
      href={to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || !navigator.clipboard) return;
        event.preventDefault();
        void navigator.clipboard.writeText(new URL(to, window.location.href).href).then(() => toast(t('post.linkCopied')));
      }}
    >
      {t('post.link')}
    </a>
  );
}
