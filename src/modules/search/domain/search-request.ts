/** What somebody typed into the search box, taken apart. */
export interface SearchRequest {
  /** Loose words. */
  text: string;
  phrases: string[];
  tags: string[];
  excludedTags: string[];
  /** Handle in lower case, without @. */
  author?: string;
  minScore?: number;
  type?: 'question' | 'answer' | 'user';
  isAnswered?: boolean;
}

const PHRASE = /"([^"]*)"/g;
const TAG = /(?<![^\s])(-?)\[([^\][\s]{1,36})\](?![^\s])/g;
const OPERATOR = /(?<![^\s])(user|score|is):(\S+)/gi;
const MAX_SCORE = 2_147_483_647;

function minScore(value: string): number | undefined {
  const match = /^(>=?)?(-?\d{1,9})$/.exec(value);
  if (!match) return undefined;
  return Math.min(Number(match[2]) + (match[1] === '>' ? 1 : 0), MAX_SCORE);
}

/** @returns false when the operator says nothing we know, so that it stays a word */
function apply(request: SearchRequest, operator: string, value: string): boolean {
  if (operator === 'user') {
    if (!/^@?[a-z0-9-]{1,39}$/i.test(value)) return false;
    request.author = value.replace('@', '').toLowerCase();
    return true;
  }
  if (operator === 'score') {
    const score = minScore(value);
    if (score === undefined) return false;
    request.minScore = score;
    return true;
  }
  const meaning = value.toLowerCase();
  if (meaning === 'question' || meaning === 'answer' || meaning === 'user') request.type = meaning;
  else if (meaning === 'answered' || meaning === 'unanswered') Object.assign(request, { type: 'question', isAnswered: meaning === 'answered' });
  else return false;
  return true;
}

/**
 * Takes `"a phrase" [tag] -[tag] user:ada score:>5 is:answered words` apart.
 * Quotes are read first, so nothing inside them is an operator; a quote that never closes is a letter like any other.
 */
export function parseSearch(input: string): SearchRequest {
  const request: SearchRequest = { text: '', phrases: [], tags: [], excludedTags: [] };
  const text = input
    .replace(PHRASE, (_whole, phrase: string) => {
      if (phrase.trim() !== '') request.phrases.push(phrase.trim());
      return ' ';
    })
    .replace(TAG, (_whole, minus: string, tag: string) => {
      (minus === '' ? request.tags : request.excludedTags).push(tag.toLowerCase());
      return ' ';
    })
    .replace(OPERATOR, (whole, operator: string, value: string) => (apply(request, operator.toLowerCase(), value) ? ' ' : whole));
  request.text = text.replace(/\s+/gu, ' ').trim();
  return request;
}
