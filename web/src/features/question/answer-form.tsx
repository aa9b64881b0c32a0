import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { postAnswer } from '../../api/questions.api.js';
import type { Answer, Question } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { useMember } from '../../app/session.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import { DraftNote } from '../editor/draft-note.js';
import { MarkdownEditor } from '../editor/markdown-editor.js';
import { useDraft } from '../editor/use-draft.js';
import { addAnswers } from './post-cache.js';
import { answerAnchor } from './question-url.js';

/** Brings the new answer into view once it is on the page. */
function show(answer: Answer): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(answerAnchor(answer.id));
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
  });
}

/** Writes an answer. The draft is kept until it is posted. */
export function AnswerForm({ question }: { question: Question }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const member = useMember();
  const draft = useDraft(`answer:${member?.id}:${question.id}`, '');
  const attempt = useRef(crypto.randomUUID());
  const send = useAction(async () => {
    const answer = await postAnswer(api, question.id, draft.value, attempt.current);
    attempt.current = crypto.randomUUID();
    draft.clear();
    addAnswers(queries, question.id, [answer]);
    show(answer);
  });
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (draft.value.trim() !== '') void send.run();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <MarkdownEditor label={t('answer.yours')} value={draft.value} rows={8} onChange={draft.set} onSubmit={submit} hasSideBySide={false} shortcut="a" />
      <ProblemNotice error={send.error} />
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className="button button-primary" disabled={send.pending || draft.value.trim() === ''}>
          {send.pending ? t('action.sending') : t('answer.post')}
        </button>
        <DraftNote draft={draft} />
      </div>
    </form>
  );
}
