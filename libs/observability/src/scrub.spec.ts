import { MASK, scrub, scrubText } from './scrub.js';

describe('scrub', () => {
  it('should mask credentials by the name of their key at any depth, and leave the rest alone', () => {
    const fields = { req: { headers: { Authorization: 'x', cookie: 'a=b', host: 'h' } }, list: [{ accessToken: 't' }], code: 'USER.GONE', tokens: 3 };
    expect(scrub(fields)).toEqual({
      req: { headers: { Authorization: MASK, cookie: MASK, host: 'h' } },
      list: [{ accessToken: MASK }],
      code: 'USER.GONE',
      tokens: 3,
    });
  });

  it('should mask credentials by their look inside any text', () => {
    expect(scrubText('sent cairn_pat_abc-DEF_1 to x')).toBe(`sent ${MASK} to x`);
    expect(scrubText('authorization: Bearer abc.def')).toBe(`authorization: ${MASK}`);
    expect(scrubText('jwt eyJhbGciOi.eyJzdWIi.sig!')).toBe(`jwt ${MASK}!`);
    expect(scrubText('postgres://cairn:hunter2@db/x')).toBe(`postgres://cairn:${MASK}@db/x`);
  });

  it('should turn an error into its parts, the cause included', () => {
    const error = new Error('refused cairn_pat_1', { cause: Object.assign(new Error('deep'), { code: 'ECONNREFUSED' }) });
    expect(scrub(error)).toMatchObject({ type: 'Error', message: `refused ${MASK}`, cause: { message: 'deep', code: 'ECONNREFUSED' } });
  });

  it('should end on a value that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(JSON.stringify(scrub(loop))).toContain('[deep]');
  });
});
