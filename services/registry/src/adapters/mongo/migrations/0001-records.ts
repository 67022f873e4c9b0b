import type { Migration } from '@kcn/messaging';
import { databaseOf } from '@kcn/messaging';
import type { RecordDocument } from '../record-documents';
import { RECORDS } from '../record-documents';
import { checkIndexes, ensureCollection } from './collections';

const SHAPE = {
  $jsonSchema: {
    bsonType: 'object',
    required: ['_id', 'board', 'unit', 'live', 'content', 'positions', 'unitVersion', 'recordedAt'],
    properties: {
      board: { bsonType: 'string' },
      unit: { bsonType: 'string' },
      live: { bsonType: 'bool' },
      content: { bsonType: 'binData' },
      positions: { bsonType: 'array', minItems: 1 },
      recordedAt: { bsonType: 'date' },
    },
  },
};

export const records: Migration = {
  name: '0001-records',
  async before(connection) {
    const odd = await databaseOf(connection)
      .collection<RecordDocument>(RECORDS)
      .findOne({ positions: { $exists: false } });
    if (odd) throw new Error(`record ${odd._id} was not written by this service`);
  },
  async up(connection) {
    await ensureCollection(connection, RECORDS, SHAPE);
    const collection = databaseOf(connection).collection(RECORDS);
    await collection.createIndex({ board: 1, unit: 1 }, { name: 'board_unit' });
    // Only projects and leases refer to other units.
    await collection.createIndex({ board: 1, refs: 1 }, { name: 'board_refs', partialFilterExpression: { refs: { $exists: true } } });
  },
  after: (connection) => checkIndexes(connection, RECORDS, ['board_unit', 'board_refs']),
};
