import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { Tagged } from '../../api/http.js';
import { editAnswer, getAnswerToEdit } from '../../api/questions.api.js';
import type { Answer } from '../../api/types.js';
import { useHead } from '../../app/head.js';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { PageSkeleton } from '../../design/page-skeleton.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import { MarkdownEditor } from '../editor/markdown-editor.js';
import './ask.css';

function EditForm({ tagged }: { tagged: Tagged<Answer> }) {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const answer = tagged.value;
  const [body, setBody] = useState(answer.body);
  const save = useAction(async () => {
    await editAnswer(api, answer.id, body, tagged.etag);
    await queries.invalidateQueries({ queryKey: ['answers', answer.questionId] });
    void navigate(`/a/${answer.id}`, { replace: true });
  });
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (body.trim() !== '') void save.run();
  };
  return (
    <form onSubmit={submit} className="ask-form">
      <MarkdownEditor label={t('editor.answer')} value={body} rows={16} onChange={setBody} onSubmit={submit} />
      <ProblemNotice error={save.error} />
      <div className="ask-foot">
        <button type="submit" className="button button-primary" disabled={save.pending || body.trim() === ''}>
          {save.pending ? t('action.sending') : t('action.save')}
        </button>
        <PageLink className="button" to={`/a/${answer.id}`}>
          {t('action.cancel')}
        </PageLink>
      </div>
    </form>
  );
}

export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const id = useParams()['id']!;
  const { data, error } = useQuery({ queryKey: ['answer-edit', id], queryFn: () => getAnswerToEdit(api, id), gcTime: 0, staleTime: Infinity });
  useHead({ title: t('ask.editAnswer'), noIndex: true });
  if (error) return <Status status={asApiError(error).status} requestId={asApiError(error).requestId} />;
  if (!data) return <PageSkeleton />;
  if (!data.value.viewer?.canEdit) return <Status status={403} />;
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('ask.editAnswer')}</h1>
        </div>
        <EditForm tagged={data} />
      </div>
    </div>
  );
}
