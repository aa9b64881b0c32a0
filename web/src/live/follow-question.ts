import type { QueryClient } from '@tanstack/react-query';
import type { Api } from '../api/http.js';
import { getAnswer } from '../api/questions.api.js';
import { changeComments, changePost, removeAnswer } from '../features/question/post-cache.js';
import { answersKey, questionKey } from '../features/question/question.queries.js';
import { answerAnchor } from '../features/question/question-url.js';
import { follow, type LiveEvent } from './live-channel.js';

interface Following {
  queries: QueryClient;
  api: Api;
  questionId: string;
  memberId: string | null;
  tell: Tell;
}

/** Changes the ids of the answers that are not on the page yet. */
export type Tell = (change: (waiting: readonly string[]) => readonly string[]) => void;

function reread({ queries, questionId }: Following): void {
  void queries.invalidateQueries({ queryKey: questionKey(questionId) });
  void queries.invalidateQueries({ queryKey: answersKey(questionId) });
}

function onPosted(following: Following, { data }: LiveEvent): void {
  const id = data['answerId'];
  if (!id || data['authorId'] === following.memberId || document.getElementById(answerAnchor(id))) return;
  following.tell((waiting) => (waiting.includes(id) ? waiting : [...waiting, id]));
}

async function onAnswerEdited({ api, queries, questionId }: Following, { data }: LiveEvent): Promise<void> {
  const answer = await getAnswer(api, data['answerId']!);
  changePost(queries, { type: 'answer', id: answer.id, questionId }, () => answer as object);
}

function onAnswerState(following: Following, event: LiveEvent): void {
  const id = event.data['answerId']!;
  if (event.data['to'] === 'live') return reread(following);
  following.tell((waiting) => waiting.filter((other) => other !== id));
  removeAnswer(following.queries, following.questionId, id);
  // Its author and moderators go on seeing it, marked: who that is the server knows.
  if (following.memberId !== null) reread(following);
}

function onCommentState({ queries, questionId }: Following, { data }: LiveEvent): void {
  const type = data['targetType'];
  const id = data['targetId'];
  if (data['to'] === 'live' || !id || (type !== 'question' && type !== 'answer')) return;
  changeComments(queries, { type, id, questionId }, (items) => items.filter((comment) => comment.id !== data['commentId']));
}

/** A question that was hidden goes away for whoever may not see it: reading it again answers 404. */
function onQuestionState({ queries, questionId }: Following): void {
  void queries.resetQueries({ queryKey: questionKey(questionId) });
}

const ON: Record<string, (following: Following, event: LiveEvent) => unknown> = {
  'answer.posted.v1': onPosted,
  'answer.edited.v1': (following, event) => onAnswerEdited(following, event).catch(() => undefined),
  'answer.state_changed.v1': onAnswerState,
  'answer.accepted.v1': reread,
  'answer.unaccepted.v1': reread,
  'question.edited.v1': reread,
  'question.state_changed.v1': onQuestionState,
  'comment.state_changed.v1': onCommentState,
};

/** Keeps an open question current; `tell` keeps the ids of answers that wait to be shown. Answers the function that stops it. */
export function followQuestion(queries: QueryClient, api: Api, questionId: string, memberId: string | null, tell: Tell): () => void {
  const following: Following = { queries, api, questionId, memberId, tell };
  return follow(
    `question:${questionId}`,
    (event) => ON[event.type]?.(following, event),
    () => reread(following),
  );
}
