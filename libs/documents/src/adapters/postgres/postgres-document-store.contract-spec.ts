import { describeDocumentStoreContract } from '#libs/documents/testing';
import { testDatabase } from '#libs/testing';
import { PostgresDocumentStore } from './postgres-document-store.js';

describeDocumentStoreContract('PostgreSQL', async () => {
  const db = await testDatabase();
  return {
    store: new PostgresDocumentStore(db.reader, db.unitOfWork),
    unitOfWork: db.unitOfWork,
    leavesBehind: false,
    age: async (minutes) => {
      await db.query(`update documents.versions set staged_at = staged_at - $1 * interval '1 minute' where collection = 'questions'`, [minutes]);
    },
    close: () => db.drop(),
  };
});
