import type { Migration } from '@kcn/messaging';
import { databaseOf } from '@kcn/messaging';
import { checkIndexes, ensureCollection } from './collections';

const SHAPE = {
  $jsonSchema: {
    bsonType: 'object',
    required: ['_id', 'board', 'status', 'report', 'actor', 'requestHash', 'createdAt'],
    properties: {
      status: { enum: ['checked', 'applying', 'applied', 'refused'] },
      board: { bsonType: 'string' },
      createdAt: { bsonType: 'date' },
    },
  },
};

/** Bytes of an import whose process died before it was begun; no import takes that long. */
const FORGET_STAGED_AFTER_SECONDS = 30 * 86_400;

export const imports: Migration = {
  name: '0002-imports',
  before: () => Promise.resolve(),
  async up(connection) {
    await ensureCollection(connection, 'imports', SHAPE);
    await ensureCollection(connection, 'import_files');
    await ensureCollection(connection, 'import_leases');
    const db = databaseOf(connection);
    await db.collection('imports').createIndex({ createdAt: 1 }, { name: 'unfinished', partialFilterExpression: { status: 'applying' } });
    await db.collection('import_files').createIndex({ import: 1 }, { name: 'import' });
    await db
      .collection('import_files')
      .createIndex({ stagedAt: 1 }, { name: 'forgotten', expireAfterSeconds: FORGET_STAGED_AFTER_SECONDS });
  },
  async after(connection) {
    await checkIndexes(connection, 'imports', ['unfinished']);
    await checkIndexes(connection, 'import_files', ['import', 'forgotten']);
  },
};
