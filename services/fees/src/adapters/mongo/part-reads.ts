import { recordKey, recordKeyParts } from '@kcn/contracts';
import type { Connection } from '@kcn/messaging';
import type { PartReads } from '../../application/ledger/ports';
import { createCellReader, keyOfLine, lineOfCells } from '../../application/records/record-cells';
import { collectionsOf } from './collections';
import type { RecordDocument } from './collections';
import { fromInvoiceText } from './invoice-text';
import { toEntry } from './ledger-store';

const CHUNK = 2_000;

const pieces = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) => items.slice(index * CHUNK, (index + 1) * CHUNK));

const contractOf = ({ key }: Pick<RecordDocument, 'key'>): string => recordKeyParts(key)[0] ?? '';

/** Parts of what is known of a board, each found by an index. */
export function createPartReads(connection: Connection): PartReads {
  const { records, invoices, entries } = collectionsOf(connection);
  const options = { batchSize: CHUNK };
  const readContract = createCellReader('fee-contracts');

  return {
    hasMoreInvoices: async (session, board, than) => (await invoices.countDocuments({ board }, { session, limit: than + 1 })) > than,

    hasNoLines: async (session, board) =>
      (await records.findOne({ board, kind: 'bank-lines' }, { session, projection: { _id: 1 } })) === null,

    async contracts(session, board, contractNos) {
      const found = [];
      for (const piece of pieces(contractNos))
        found.push(
          ...(await records
            .find({ board, kind: 'fee-contracts', key: { $in: piece.map((no) => recordKey([no])) } }, { ...options, session })
            .toArray()),
        );
      return found.map(({ cells }) => readContract(cells));
    },

    async allContracts(session, board) {
      const found = [];
      for await (const record of records.find({ board, kind: 'fee-contracts' }, { ...options, session, projection: { key: 1, payer: 1 } }))
        found.push({ contractNo: contractOf(record), enterpriseTaxCode: record.payer ?? '' });
      return found;
    },

    async contractsOfPayers(session, board, taxCodes) {
      const found = [];
      for (const piece of pieces(taxCodes))
        found.push(...(await records.find({ board, payer: { $in: piece } }, { ...options, session, projection: { key: 1 } }).toArray()));
      return found.map(contractOf);
    },

    async invoicesOf(session, board, contractNos) {
      const found = [];
      for (const piece of pieces(contractNos))
        found.push(...(await invoices.find({ board, contractNo: { $in: piece } }, { ...options, session }).toArray()));
      return found.map(({ invoice }) => fromInvoiceText(invoice));
    },

    async bankLinesAfter(session, board, { after, count }) {
      const found = await records
        .find({ board, kind: 'bank-lines', key: { $gt: after } }, { batchSize: count, ...(session ? { session } : {}) })
        .sort({ key: 1 })
        .limit(count)
        .toArray();
      return { lines: found.map(({ cells }) => lineOfCells(cells)), upTo: found.at(-1)?.key };
    },

    async bankLines(session, board, lines) {
      const found = [];
      for (const piece of pieces(lines)) {
        const ids = piece.map((line) => `${board}/bank-lines/${keyOfLine(line)}`);
        found.push(...(await records.find({ _id: { $in: ids } }, { ...options, session }).toArray()));
      }
      return found.map(({ cells }) => lineOfCells(cells));
    },

    async entriesOf(session, board, { contracts, lines }) {
      const found = [];
      for (const piece of pieces(contracts))
        found.push(...(await entries.find({ board, contractNo: { $in: piece } }, { ...options, session }).toArray()));
      const known = new Set(contracts);
      for (const piece of pieces(lines))
        for (const entry of await entries.find({ board, contractNo: '', source: { $in: piece } }, { ...options, session }).toArray())
          if (!known.has('')) found.push(entry);
      return found.map(toEntry);
    },
  };
}
