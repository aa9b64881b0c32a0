import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type ApiError, asApiError } from '../../api/api-error.js';
import type { Tagged } from '../../api/http.js';
import { editQuestion, getQuestionToEdit, type QuestionDraft } from '../../api/questions.api.js';
import type { Question } from '../../api/types.js';
import { useHead } from '../../app/head.js';
import { PageLink } from '../../app/page-link.js';
import { useApi, useI18n } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { PageSkeleton } from '../../design/page-skeleton.js';
import { useAction } from '../../design/use-action.js';
import { checkDraft } from './draft-check.js';
import { QuestionForm } from './question-form.js';

function EditForm({ tagged }: { tagged: Tagged<Question> }) {
  const i18n = useI18n();
  const { t } = i18n;
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const question = tagged.value;
  const [draft, setDraft] = useState<QuestionDraft>({ title: question.title, body: question.body, tags: question.tags, audience: question.audience });
  const [missing, setMissing] = useState<ApiError | null>(null);
  const url = `/questions/${question.id}/${question.slug}`;
  const save = useAction(async () => {
    const saved = await editQuestion(api, question.id, draft, tagged.etag);
    queries.setQueryData(['question', saved.id], saved);
    void navigate(`/questions/${saved.id}/${saved.slug}`);
  });
  const submit = (): void => {
    const problem = checkDraft(i18n, draft);
    setMissing(problem);
    if (!problem) void save.run();
  };
  return (
    <QuestionForm draft={draft} onChange={setDraft} onSubmit={submit} error={missing ?? save.error}>
      <div className="ask-foot">
        <button type="submit" className="button button-primary" disabled={save.pending}>
          {save.pending ? t('action.sending') : t('action.save')}
        </button>
        <PageLink className="button" to={url}>
          {t('action.cancel')}
        </PageLink>
      </div>
    </QuestionForm>
  );
}

export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const id = useParams()['id']!;
  const { data, error } = useQuery({ queryKey: ['question-edit', id], queryFn: () => getQuestionToEdit(api, id), gcTime: 0, staleTime: Infinity });
  useHead({ title: t('ask.edit'), noIndex: true });
  if (error) return <Status status={asApiError(error).status} requestId={asApiError(error).requestId} />;
  if (!data) return <PageSkeleton />;
  if (!data.value.viewer?.canEdit) return <Status status={403} />;
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('ask.edit')}</h1>
        </div>
        <EditForm tagged={data} />
      </div>
    </div>
  );
}
