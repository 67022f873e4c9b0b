import { databaseOf } from '@kcn/messaging';
import type { Connection, Migration } from '@kcn/messaging';
import type { mongo } from 'mongoose';

/** Indexes beside _id. Every one begins with the board. */
const INDEXES: Readonly<Record<string, readonly mongo.IndexSpecification[]>> = {
  records: [{ board: 1, kind: 1, key: 1 }],
  record_versions: [{ board: 1, kind: 1, key: 1, version: 1 }],
  imports: [],
  billing_runs: [{ board: 1, state: 1 }],
  run_invoices: [{ board: 1, run: 1, sequence: 1 }],
  invoices: [{ board: 1, invoiceDate: 1 }],
  number_series: [],
  ledger_entries: [{ board: 1, _id: 1 }],
};

const namesOf = async (connection: Connection): Promise<Set<string>> =>
  new Set((await databaseOf(connection).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));

/** Collections and indexes of the service; a transaction must not have to create any. */
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
    // No number is ever borne by two invoices, whatever else goes wrong.
    await db
      .collection('invoices')
      .createIndex({ board: 1, 'series.creditor': 1, 'series.symbol': 1, 'series.year': 1, number: 1 }, { unique: true });
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
