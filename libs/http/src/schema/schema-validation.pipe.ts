import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AppError, type FieldError } from '#libs/kernel';
import { NOT_FOUND, REQUEST_INVALID } from '../problem/http.errors.js';
import { findBadText } from './bad-text.js';

type Metadata = ArgumentMetadata & { schema?: StandardSchemaV1 };

const PREFIX: Partial<Record<ArgumentMetadata['type'], string>> = { query: '/query', body: '' };

function escape(segment: PropertyKey): string {
  return String(segment).replaceAll('~', '~0').replaceAll('/', '~1');
}

function toFieldErrors(prefix: string, issue: StandardSchemaV1.Issue): FieldError[] {
  const path = (issue.path ?? []).map((segment) => escape(typeof segment === 'object' ? segment.key : segment));
  const pointer = [prefix, ...path].join('/');
  const { code = 'invalid', keys } = issue as { code?: string; keys?: string[] };
  if (code === 'unrecognized_keys' && keys) return keys.slice(0, 20).map((key) => ({ pointer: `${pointer}/${escape(key)}`, code, message: 'is not known here' }));
  return [{ pointer, code, message: issue.message }];
}

/** Holds every parameter against its schema: 422 with JSON pointers, 404 for a path parameter that cannot name anything. */
@Injectable()
export class SchemaValidationPipe implements PipeTransform {
  async transform(value: unknown, metadata: Metadata): Promise<unknown> {
    if (metadata.type === 'custom' || !metadata.schema) return value;
    const bad = findBadText(value);
    if (bad !== null) throw this.failure(metadata, [{ pointer: `${PREFIX[metadata.type] ?? ''}${bad}`, code: 'invalid_text', message: 'holds a NUL or a broken character' }]);
    const result = await metadata.schema['~standard'].validate(value ?? (metadata.type === 'body' ? undefined : {}));
    if (!result.issues) return result.value;
    const errors = result.issues.slice(0, 50).flatMap((issue) => toFieldErrors(PREFIX[metadata.type] ?? '', issue));
    throw this.failure(metadata, errors);
  }

  private failure(metadata: Metadata, errors: FieldError[]): AppError {
    if (metadata.type === 'param') return new AppError(NOT_FOUND);
    return new AppError(REQUEST_INVALID, { detail: errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ').slice(0, 500), errors });
  }
}
