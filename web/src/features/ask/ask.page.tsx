import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ApiError } from '../../api/api-error.js';
import { askQuestion, type QuestionDraft } from '../../api/questions.api.js';
import { useHead } from '../../app/head.js';
import { useApi, useI18n } from '../../app/services.js';
import { useMember } from '../../app/session.js';
import { useAction } from '../../design/use-action.js';
import { DraftNote } from '../editor/draft-note.js';
import { useDraft } from '../editor/use-draft.js';
import { checkDraft } from './draft-check.js';
import { QuestionForm } from './question-form.js';
import { SimilarQuestions } from './similar-questions.js';

const EMPTY = JSON.stringify({ title: '', body: '', tags: [], audience: 'public' } satisfies QuestionDraft);

export function Page() {
  const i18n = useI18n();
  const { t } = i18n;
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const draft = useDraft(`ask:${useMember()?.id}`, EMPTY);
  const question = JSON.parse(draft.value) as QuestionDraft;
  const attempt = useRef(crypto.randomUUID());
  const [missing, setMissing] = useState<ApiError | null>(null);
  const send = useAction(async () => {
    const asked = await askQuestion(api, question, attempt.current);
    draft.clear();
    void queries.invalidateQueries({ queryKey: ['questions'] });
    void navigate(`/questions/${asked.id}/${asked.slug}`);
  });
  const submit = (): void => {
    const problem = checkDraft(i18n, question);
    setMissing(problem);
    if (!problem) void send.run();
  };
  useHead({ title: t('ask.action'), noIndex: true });
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('ask.action')}</h1>
        </div>
        <QuestionForm
          draft={question}
          onChange={(changed) => draft.set(JSON.stringify(changed))}
          onSubmit={submit}
          error={missing ?? send.error}
          beneathTitle={<SimilarQuestions title={question.title} />}
        >
          <div className="ask-foot">
            <button type="submit" className="button button-primary" disabled={send.pending}>
              {send.pending ? t('action.sending') : t('ask.post')}
            </button>
            <DraftNote draft={draft} />
            <p className="muted small basis-full">{t('ask.next')}</p>
          </div>
        </QuestionForm>
      </div>
    </div>
  );
}
