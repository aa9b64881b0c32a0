import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

export const RETURNS = 'cairn:returns';

/** The status and schema of a route's answer: set on the reply, written to OpenAPI, and held against live answers in tests. */
export function Returns(status: number, schema?: z.ZodType): MethodDecorator {
  const documented = schema ? ApiResponse({ status, standardSchema: schema, description: 'Success' }) : ApiResponse({ status, description: 'Success' });
  return applyDecorators(HttpCode(status), documented, SetMetadata(RETURNS, schema));
}
