import { parseSearch } from './search-request.js';

const nothing = { text: '', phrases: [], tags: [], excludedTags: [] };

describe('parseSearch', () => {
  it.each([
    ['lojban grammar', { text: 'lojban grammar' }],
    ['  spaces   between ', { text: 'spaces between' }],
    ['"red apple" pie', { text: 'pie', phrases: ['red apple'] }],
    ['"a" "" "b c"', { phrases: ['a', 'b c'] }],
    ['an unclosed "quote', { text: 'an unclosed "quote' }],
    ['[Lojban] -[esperanto] word', { text: 'word', tags: ['lojban'], excludedTags: ['esperanto'] }],
    ['[a][b] x[1] [two words]', { text: '[a][b] x[1] [two words]' }],
    ['[c++] [c#] [node.js]', { tags: ['c++', 'c#', 'node.js'] }],
    ['user:Ada x', { text: 'x', author: 'ada' }],
    ['user:@ada', { author: 'ada' }],
    ['score:>5', { minScore: 6 }],
    ['score:>=5', { minScore: 5 }],
    ['score:3', { minScore: 3 }],
    ['score:-2', { minScore: -2 }],
    ['score:many', { text: 'score:many' }],
    ['is:question', { type: 'question' }],
    ['IS:Answer', { type: 'answer' }],
    ['is:answered', { type: 'question', isAnswered: true }],
    ['is:unanswered', { type: 'question', isAnswered: false }],
    ['is:lost this:that http://a.b', { text: 'is:lost this:that http://a.b' }],
    ['"user:ada [x]"', { phrases: ['user:ada [x]'] }],
    ['user:../../x', { text: 'user:../../x' }],
    ['', {}],
  ])('should read %j', (input, expected) => {
    expect(parseSearch(input)).toEqual({ ...nothing, ...expected });
  });
});
