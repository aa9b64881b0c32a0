import mongoose, { type Connection, type Model, type SchemaDefinitionProperty } from 'mongoose';
import { z } from 'zod';
import { documentCollections, documentTypes } from '../../document-types.js';
import type { DocumentCollection, DocumentVersion } from '../../document-store.port.js';

/** A version as MongoDB holds it. Both staging fields go once a sweep has seen its row. */
export interface StoredVersion extends DocumentVersion {
  /** When it was staged, by the clock of the process that did. */
  stagedAt?: Date;
  /** Whose it is: of one call of `stage`. */
  stagingId?: string;
}

export type VersionModel = Model<StoredVersion>;
export type DocumentModels = Record<DocumentCollection, VersionModel>;

function columnOf(name: string, field: z.ZodType): SchemaDefinitionProperty {
  const type = field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field;
  if (type instanceof z.ZodDate) return { type: Date };
  if (type instanceof z.ZodNumber) return { type: Number };
  if (type instanceof z.ZodString) return { type: String };
  throw new Error(`no type of MongoDB is known for ${name}`);
}

/** What is required, and of which form, has been checked against the same declaration before; here types and names are held. */
function schemaOf(collection: DocumentCollection): mongoose.Schema<StoredVersion> {
  const fields = Object.entries(documentTypes[collection].shape).map(([name, field]) => [name, columnOf(name, field)]);
  const definition = { ...Object.fromEntries(fields), stagedAt: { type: Date }, stagingId: { type: String } };
  const options = { collection, strict: 'throw', strictQuery: 'throw', versionKey: false, id: false, minimize: false } as const;
  const schema = new mongoose.Schema<StoredVersion>(definition, options);
  schema.index({ id: 1, version: 1 }, { name: 'version', unique: true });
  // Holds what no sweep has seen yet: the last hour, not the whole collection.
  schema.index({ stagedAt: 1 }, { name: 'staged', sparse: true });
  return schema;
}

/** The models of every collection on this connection. */
export function documentModels(connection: Connection): DocumentModels {
  const models = documentCollections.map((name) => [name, connection.model<StoredVersion>(name, schemaOf(name))]);
  return Object.fromEntries(models) as DocumentModels;
}
