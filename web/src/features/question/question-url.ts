/** The one address of a question. */
export const questionUrl = ({ id, slug }: { id: string; slug: string }): string => `/questions/${id}/${slug}`;

export const answerAnchor = (id: string): string => `answer-${id}`;

export const commentAnchor = (id: string): string => `comment-${id}`;
