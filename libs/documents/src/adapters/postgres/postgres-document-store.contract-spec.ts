import { describeDocumentStoreContract } from '#libs/documents/testing';
import { testDatabase } from '#libs/testing';
import { PostgresDocumentStore } from './postgres-document-store.js';

describeDocumentStoreContract('PostgreSQL', async () => {
  const db = await testDatabase();
  return { store: new PostgresDocumentStore(db.reader, db.unitOfWork), unitOfWork: db.unitOfWork, close: () => db.drop() };
});
