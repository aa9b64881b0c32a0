import type { Provider } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { SqlReader, UnitOfWork } from '#libs/persistence';

async function documentStore(reader: SqlReader, unitOfWork: UnitOfWork): Promise<DocumentStore> {
  const { PostgresDocumentStore } = await import('#libs/documents/postgres');
  return new PostgresDocumentStore(reader, unitOfWork);
}

/** Where the texts are kept. */
export const documentsProviders: Provider[] = [{ provide: DocumentStore, useFactory: documentStore, inject: [SqlReader, UnitOfWork] }];
