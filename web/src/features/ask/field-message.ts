import type { ApiError } from '../../api/api-error.js';

/** What the API says about one field or a part of it, or undefined. */
export function fieldMessage(error: ApiError | null, pointer: string): string | undefined {
  return error?.fields.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`))?.message;
}
