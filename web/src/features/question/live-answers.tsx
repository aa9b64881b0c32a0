import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getAnswer } from '../../api/questions.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { useMember } from '../../app/session.js';
import { Icon } from '../../design/icon.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import { followQuestion } from '../../live/follow-question.js';
import { addAnswers } from './post-cache.js';
import './live.css';
import { answerAnchor } from './question-url.js';

/** Follows the question and says that there are new answers; they come in when the reader asks, so that nothing jumps. */
export function LiveAnswers({ questionId }: { questionId: string }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const member = useMember();
  const [waiting, setWaiting] = useState<readonly string[]>([]);

  useEffect(() => followQuestion(queries, api, questionId, member?.id ?? null, setWaiting), [queries, api, questionId, member?.id]);

  const show = useAction(async () => {
    const answers = await Promise.all(waiting.map((id) => getAnswer(api, id)));
    addAnswers(queries, questionId, answers);
    setWaiting([]);
    const first = answers[0];
    if (first) requestAnimationFrame(() => document.getElementById(answerAnchor(first.id))?.focus());
  });

  return (
    <div className="live" role="status">
      {waiting.length > 0 && (
        <button type="button" className="button button-primary" onClick={() => void show.run()}>
          <Icon name="arrow-up" />
          {t('answer.new', { count: waiting.length })}
        </button>
      )}
      <ProblemNotice error={show.error} />
    </div>
  );
}
