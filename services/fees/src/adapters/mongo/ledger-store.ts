import { plainDate } from '@kcn/kernel';
import { databaseOf, insertDocuments } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { Ledger } from '../../application/ports';
import type { LedgerEntry } from '../../domain/ledger/entry';
import { collectionsOf, positionText } from './collections';
import type { EntryDocument } from './collections';

const CHUNK = 5_000;

/** An entry of the ledger, as it is kept. */
export const toEntry = ({ kind, source, invoice, contractNo, effectiveOn, postedOn, cause, postings }: EntryDocument): LedgerEntry => ({
  kind: kind as LedgerEntry['kind'],
  source,
  invoice,
  contractNo,
  effectiveOn: plainDate(effectiveOn),
  postedOn: plainDate(postedOn),
  cause,
  postings: postings.map(({ account, amount }) => ({
    account: account as LedgerEntry['postings'][number]['account'],
    amount: BigInt(amount),
  })),
});

/** The ledger's entries. */
export function createLedgerStore(connection: Connection): Ledger {
  const { entries: collection } = collectionsOf(connection);
  return {
    async add(session, board, { position, isMore = false, entries }) {
      const at = `${board}/${positionText(position)}/`;
      const first = isMore ? await collection.countDocuments({ _id: { $gte: at, $lt: `${at}~` } }, { session }) : 0;
      const documents = entries.map((entry, index) => ({
        ...entry,
        _id: `${at}${positionText(first + index)}`,
        board,
        postings: entry.postings.map(({ account, amount }) => ({ account, amount: amount.toString() })),
      }));
      await insertDocuments(databaseOf(connection), { session, collection: collection.collectionName, documents, sizeOf: () => 1_000 });
    },

    all: async (session, board) =>
      (
        await collection
          .find({ _id: { $gte: `${board}/`, $lt: `${board}/~` } }, { batchSize: CHUNK, ...(session ? { session } : {}) })
          .sort({ _id: 1 })
          .toArray()
      ).map(toEntry),
  };
}
