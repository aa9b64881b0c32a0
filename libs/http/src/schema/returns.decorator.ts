import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const RETURNS = 'cairn:returns';

/** The status and schema of a route's answer: set on the reply, written to OpenAPI, and held against live answers in tests. */
export function Returns(status: number, schema?: z.ZodType): MethodDecorator {
  return applyDecorators(HttpCode(status), SetMetadata(RETURNS, schema));
}
