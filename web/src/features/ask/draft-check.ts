import { ApiError, type FieldProblem } from '../../api/api-error.js';
import type { QuestionDraft } from '../../api/questions.api.js';
import type { I18n } from '../../i18n/i18n.js';

/** What is plainly missing, said before anything is sent; the API decides the rest. */
export function checkDraft({ t }: I18n, draft: QuestionDraft): ApiError | null {
  const fields: FieldProblem[] = [];
  if (draft.title.trim().length < 10) fields.push({ pointer: '/title', code: 'too_small', message: t('ask.titleShort') });
  if (draft.body.trim() === '') fields.push({ pointer: '/body', code: 'too_small', message: t('ask.bodyMissing') });
  if (draft.tags.length === 0) fields.push({ pointer: '/tags', code: 'too_small', message: t('ask.tagsMissing') });
  return fields.length === 0 ? null : new ApiError(422, 'CLIENT.INCOMPLETE', null, null, fields);
}
