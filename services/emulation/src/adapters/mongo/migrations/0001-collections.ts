import { createEventLog, createIdempotencyStore, databaseOf } from '@kcn/messaging';
import type { Connection, Migration } from '@kcn/messaging';
import type { mongo } from 'mongoose';

/** Indexes beside _id. Every one begins with the board. */
const INDEXES: Readonly<Record<string, readonly mongo.IndexSpecification[]>> = {
  bloc_versions: [{ board: 1, bloc: 1, year: 1, version: 1 }],
  sheets: [{ board: 1, bloc: 1, year: 1, revision: 1 }],
  imports: [],
};

const namesOf = async (connection: Connection): Promise<Set<string>> =>
  new Set((await databaseOf(connection).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));

/** Collections and indexes of the service and of what it takes from messaging; a transaction must not have to create any. */
export const collectionsMigration: Migration = {
  name: '0001-collections',

  async before(connection) {
    await databaseOf(connection).command({ ping: 1 });
  },

  async up(connection) {
    const db = databaseOf(connection);
    const existing = await namesOf(connection);
    for (const [name, indexes] of Object.entries(INDEXES)) {
      const collection = existing.has(name) ? db.collection(name) : await db.createCollection(name);
      for (const index of indexes) await collection.createIndex(index);
    }
    await createEventLog({ connection }).ensureIndexes();
    await createIdempotencyStore({ connection }).ensureIndexes();
  },

  async after(connection) {
    const db = databaseOf(connection);
    const existing = await namesOf(connection);
    for (const [name, indexes] of Object.entries(INDEXES)) {
      if (!existing.has(name)) throw new Error(`collection ${name} is missing`);
      const count = (await db.collection(name).indexes()).length;
      if (count < indexes.length + 1)
        throw new Error(`collection ${name} has ${count.toString()} indexes instead of ${(indexes.length + 1).toString()}`);
    }
  },
};
