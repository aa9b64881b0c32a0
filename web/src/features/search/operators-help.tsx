import { useI18n } from '../../app/services.js';
import type { MessageKey } from '../../i18n/messages.js';

const OPERATORS: readonly { write: string; means: MessageKey }[] = [
  { write: '"word order"', means: 'operators.phrase' },
  { write: '[grammar]', means: 'operators.tag' },
  { write: 'user:ada', means: 'operators.user' },
  { write: 'score:>5', means: 'operators.score' },
  { write: 'is:answered', means: 'operators.answered' },
  { write: 'is:accepted', means: 'operators.accepted' },
  { write: '-word', means: 'operators.not' },
];

/** What can be written in the search field besides words. */
export function OperatorsHelp() {
  const { t } = useI18n();
  return (
    <section className="card">
      <h2>{t('operators.title')}</h2>
      <dl className="operators">
        {OPERATORS.map(({ write, means }) => (
          <div key={write}>
            <dt>
              <code>{write}</code>
            </dt>
            <dd className="muted small">{t(means)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
