import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page, QuestionSummary } from '../../api/types.js';
import { PagedList } from '../../design/paged-list.js';
import { QuestionRow } from './question-row.js';
import './question-list.css';

interface QuestionListProps {
  query: UseInfiniteQueryResult<InfiniteData<Page<QuestionSummary>>>;
  empty: ReactNode;
  byActivity?: boolean;
}

function Skeleton() {
  return (
    <div className="rows">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="row">
          <span className="skeleton h-11" />
          <span className="skeleton h-11" />
          <span className="skeleton h-11" />
        </div>
      ))}
    </div>
  );
}

/** Questions, one row each, in pages. */
export function QuestionList({ query, empty, byActivity = true }: QuestionListProps) {
  return (
    <PagedList query={query} skeleton={<Skeleton />} empty={empty}>
      {(questions) => (
        <div className="rows">
          {questions.map((question) => (
            <QuestionRow key={question.id} question={question} byActivity={byActivity} />
          ))}
        </div>
      )}
    </PagedList>
  );
}
