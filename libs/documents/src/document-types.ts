import { z } from 'zod';
import { isId } from '#libs/kernel';
import type { DocumentCollection, DocumentRef, DocumentVersion } from './document-store.port.js';

const MAX_VERSION = 2_147_483_647;

const Id = z.string().refine(isId, { error: 'is not an id' });
const Version = z.int().min(1).max(MAX_VERSION);
const Refs = z.array(z.object({ id: Id, version: Version }));
const Ids = z.array(Id);

const text = { id: Id, version: Version, body: z.string(), bodyHtml: z.string(), createdAt: z.date() };
const untitled = z.strictObject(text);
const titled = z.strictObject({ ...text, title: z.string().optional() });

/**
 * What a document of each collection is: the one declaration that every engine keeps to. An engine with schemas of its own derives them
 * from here; what comes in is held against it before it reaches an engine, so that no field is unknown and no value is anything but a
 * text, a number or a time (never an object that an engine could take for an operator).
 */
export const documentTypes = {
  questions: titled,
  answers: untitled,
  comments: untitled,
  stories: titled,
} satisfies Record<DocumentCollection, z.ZodObject>;

export const documentCollections = Object.keys(documentTypes) as DocumentCollection[];

function checked<T>(what: string, result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TypeError(`${what}: ${problems.join('; ')}`, { cause: result.error });
}

function typeOf(collection: DocumentCollection): z.ZodType<DocumentVersion> {
  if (!Object.hasOwn(documentTypes, collection)) throw new TypeError(`there is no collection of that name: ${collection}`);
  return documentTypes[collection];
}

/** @throws TypeError for what is not a version of this collection: that is a bug of the caller, whose edge lets no such thing in */
export function checkVersions(collection: DocumentCollection, versions: readonly DocumentVersion[]): DocumentVersion[] {
  return checked(`not versions of ${collection}`, z.array(typeOf(collection)).safeParse(versions));
}

/** @throws TypeError */
export function checkRefs(collection: DocumentCollection, refs: readonly DocumentRef[]): DocumentRef[] {
  typeOf(collection);
  return checked('not references to versions', Refs.safeParse(refs));
}

/** @throws TypeError */
export function checkIds(collection: DocumentCollection, ids: readonly string[]): string[] {
  typeOf(collection);
  return checked('not ids of documents', Ids.safeParse(ids));
}

/** @throws TypeError */
export function checkRange(collection: DocumentCollection, id: string, limit: number, before = MAX_VERSION): { id: string; limit: number; before: number } {
  typeOf(collection);
  return checked('not a range of versions', z.object({ id: Id, limit: z.int().min(1), before: z.int() }).safeParse({ id, limit, before }));
}
