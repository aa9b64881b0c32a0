import type { Question } from '../../api/types.js';
import { useI18n } from '../../app/services.js';
import { registerUrl, signInUrl, useMember } from '../../app/session.js';
import { useLazy } from '../../app/use-lazy.js';
import { questionUrl } from './question-url.js';

/** Where one answers: the form for members, the way in for guests. */
export function AnswerBox({ question }: { question: Question }) {
  const { t } = useI18n();
  const member = useMember();
  const canAnswer = question.viewer?.canAnswer ?? false;
  const form = useLazy(() => import('./answer-form.js'), ['editor'], canAnswer);
  const returnTo = `${questionUrl(question)}#your-answer`;
  if (member && !canAnswer) return null;
  return (
    <section id="your-answer" className="answer-box" aria-labelledby="your-answer-title">
      <h2 id="your-answer-title">{t('answer.yours')}</h2>
      {!member && (
        <div className="notice">
          <span className="grow basis-40">{t('answer.signIn')}</span>
          <span className="flex flex-wrap gap-2">
            <a className="button button-primary" href={signInUrl(returnTo)} data-key="a">
              {t('session.signIn')}
            </a>
            <a className="button" href={registerUrl(returnTo)}>
              {t('session.register')}
            </a>
          </span>
        </div>
      )}
      {member && (form ? <form.AnswerForm question={question} /> : <span className="skeleton h-48 needs-js" />)}
    </section>
  );
}
