import { createCollectionsMigration, databaseOf } from '@kcn/messaging';
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

/** Collections and indexes of the service; a transaction must not have to create any. */
export const collectionsMigration = createCollectionsMigration({
  name: '0001-collections',
  indexes: INDEXES,
  // No number is ever borne by two invoices, whatever else goes wrong.
  also: async (connection) => {
    await databaseOf(connection)
      .collection('invoices')
      .createIndex({ board: 1, 'series.creditor': 1, 'series.symbol': 1, 'series.year': 1, number: 1 }, { unique: true });
  },
});
