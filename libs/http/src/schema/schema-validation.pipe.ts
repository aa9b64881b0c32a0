import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError, type FieldError } from '#libs/kernel';
import { NOT_FOUND, REQUEST_INVALID } from '../problem/http.errors.js';
import { findBadText } from './bad-text.js';
import { pointerTo } from './json-pointer.js';

type Metadata = ArgumentMetadata & { schema?: StandardSchemaV1 };

const PREFIX: Partial<Record<ArgumentMetadata['type'], string>> = { query: '/query', body: '' };
const MOST_ERRORS = 50;
const LONGEST_DETAIL = 500;

function toFieldErrors(prefix: string, issue: StandardSchemaV1.Issue): FieldError[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const pointer = pointerTo(prefix, ...path);
  const { code = 'invalid', keys } = issue as { code?: string; keys?: string[] };
  if (code === 'unrecognized_keys' && keys) return keys.slice(0, 20).map((key) => ({ pointer: pointerTo(pointer, key), code, message: 'is not known here' }));
  return [{ pointer, code, message: issue.message }];
}

/** Holds every parameter against its schema: 422 with JSON pointers, 404 for a path parameter that cannot name anything. */
@Injectable()
export class SchemaValidationPipe implements PipeTransform {
  async transform(value: unknown, metadata: Metadata): Promise<unknown> {
    if (metadata.type === 'custom' || !metadata.schema) return value;
    const prefix = PREFIX[metadata.type] ?? '';
    const bad = findBadText(value, prefix);
    if (bad !== null) throw this.failure(metadata, [bad]);
    const result = await metadata.schema['~standard'].validate(value ?? (metadata.type === 'body' ? undefined : {}));
    if (!result.issues) return result.value;
    throw this.failure(metadata, result.issues.slice(0, MOST_ERRORS).flatMap((issue) => toFieldErrors(prefix, issue)));
  }

  private failure(metadata: Metadata, errors: FieldError[]): AppError {
    if (metadata.type === 'param') return new AppError(NOT_FOUND);
    const detail = errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ');
    return new AppError(REQUEST_INVALID, { detail: detail.slice(0, LONGEST_DETAIL), errors });
  }
}
