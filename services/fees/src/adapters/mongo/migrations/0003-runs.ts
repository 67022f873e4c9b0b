import { createCollectionsMigration, databaseOf } from '@kcn/messaging';

/** Each invoice and entry that is written pays for them, and nobody asks by them. */
const OUTLIVED = [
  ['run_invoices', 'board_1_run_1_sequence_1'],
  ['invoices', 'board_1_invoiceDate_1'],
  ['ledger_entries', 'board_1__id_1'],
] as const;

/** What runs of any length need: parts of the ledger and of the invoices by contract, and what lines have to do with them. */
export const runsMigration = createCollectionsMigration({
  name: '0003-runs',
  indexes: {
    invoices: [{ board: 1, contractNo: 1 }],
    ledger_entries: [{ board: 1, contractNo: 1 }],
    line_links: [
      { board: 1, contracts: 1 },
      { board: 1, payers: 1 },
      { board: 1, pair: 1 },
    ],
    line_link_states: [],
    run_invoices: [{ board: 1, run: 1, order: 1 }],
  },
  also: async (connection) => {
    const db = databaseOf(connection);
    for (const [collection, index] of OUTLIVED)
      if ((await db.collection(collection).indexes()).some(({ name }) => name === index)) await db.collection(collection).dropIndex(index);
    // Money whose contract is not known is found by its line.
    await db
      .collection('ledger_entries')
      .createIndex({ board: 1, source: 1 }, { name: 'unknown_by_source', partialFilterExpression: { contractNo: '' } });
    const records = db.collection('records');
    await records.createIndex(
      { board: 1, payer: 1 },
      { name: 'contracts_by_payer', partialFilterExpression: { payer: { $exists: true } } },
    );
    const isPayer = { $eq: ['$$cell.column', 'enterprise_tax_code'] };
    const payer = { $first: { $filter: { input: '$cells', as: 'cell', cond: isPayer } } };
    await records.updateMany({ kind: 'fee-contracts', payer: { $exists: false } }, [
      { $set: { payer: { $ifNull: [{ $let: { vars: { payer }, in: '$$payer.text' } }, ''] } } },
    ]);
  },
});
