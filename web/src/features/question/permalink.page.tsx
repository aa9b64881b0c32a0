import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import { getAnswer, getQuestion } from '../../api/questions.api.js';
import { type LoadContext, Redirect } from '../../app/page-module.js';
import { useApi } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { PageSkeleton } from '../../design/page-skeleton.js';
import { answerAnchor, questionUrl } from './question-url.js';

async function placeOf(api: Api, id: string): Promise<string> {
  const answer = await getAnswer(api, id);
  return `${questionUrl(await getQuestion(api, answer.questionId))}#${answerAnchor(id)}`;
}

export async function load({ api, params }: LoadContext): Promise<void> {
  throw new Redirect(await placeOf(api, params['id']!));
}

/** `/a/{id}`: wherever the answer is. */
export function Page() {
  const api = useApi();
  const id = useParams()['id']!;
  const { data, error } = useQuery({ queryKey: ['place', id], queryFn: () => placeOf(api, id) });
  const navigate = useNavigate();
  useEffect(() => {
    if (data) void navigate(data, { replace: true });
  }, [data, navigate]);
  if (!error) return <PageSkeleton />;
  const { status, requestId } = asApiError(error);
  return <Status status={status} requestId={requestId} />;
}
