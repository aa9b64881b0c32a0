import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import type { Answer, Page, Question } from '../../api/types.js';
import { answersKey } from './question.queries.js';

const person = (author: { displayName: string }) => ({ '@type': 'Person', name: author.displayName });

function answerData(answer: Answer, url: string) {
  return {
    '@type': 'Answer',
    text: answer.body,
    upvoteCount: answer.score,
    datePublished: answer.createdAt,
    author: person(answer.author),
    url: `${url}#answer-${answer.id}`,
  };
}

/** What search engines read about a question and its answers (schema.org QAPage). Addresses are completed by the document. */
function questionPageData(question: Question, answers: readonly Answer[]): object {
  const url = `/questions/${question.id}/${question.slug}`;
  const accepted = answers.find((answer) => answer.accepted);
  return {
    '@context': 'https://schema.org',
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      name: question.title,
      text: question.body,
      answerCount: question.answerCount,
      upvoteCount: question.score,
      datePublished: question.createdAt,
      author: person(question.author),
      ...(accepted ? { acceptedAnswer: answerData(accepted, url) } : {}),
      suggestedAnswer: answers.filter((answer) => !answer.accepted).map((answer) => answerData(answer, url)),
    },
  };
}

/** For robots only, so it is made on the server alone and its code is not sent to browsers. */
export function useQuestionData(question: Question): object | undefined {
  const queries = useQueryClient();
  if (!import.meta.env.SSR) return undefined;
  const seen = queries.getQueriesData<InfiniteData<Page<Answer>>>({ queryKey: answersKey(question.id) });
  return questionPageData(question, seen.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? []));
}
