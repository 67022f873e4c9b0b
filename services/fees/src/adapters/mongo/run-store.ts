import type { Connection } from '@kcn/messaging';
import type { BillingRun, FrozenInvoice, Runs } from '../../application/ports';
import { collectionsOf, positionText } from './collections';
import type { FrozenDocument, RunDocument } from './collections';
import { fromInvoiceText, toInvoiceText } from './invoice-text';

const CHUNK = 2_000;

const toRun = ({ _id, total, ...run }: RunDocument): BillingRun => ({ ...run, total: BigInt(total) });
const toFrozen = ({ sequence, series, indexInSeries, invoice }: FrozenDocument): FrozenInvoice => ({
  sequence,
  series,
  indexInSeries,
  invoice: fromInvoiceText(invoice),
});

/** Billing runs, their frozen lists, and the numbers that were given out. */
export function createRunStore(connection: Connection): Runs {
  const { runs, frozen, series: allSeries } = collectionsOf(connection);

  return {
    async insert(session, { board, id, total, ...run }, list) {
      await runs.insertOne({ _id: `${board}/${id}`, board, id, total: total.toString(), ...run }, { session });
      for (let start = 0; start < list.length; start += CHUNK) {
        await frozen.insertMany(
          list.slice(start, start + CHUNK).map((item) => ({
            ...item,
            _id: `${board}/${id}/${positionText(item.sequence)}`,
            board,
            run: id,
            invoice: toInvoiceText(item.invoice),
          })),
          { session, ordered: false },
        );
      }
    },

    async find(session, board, id) {
      const found = await runs.findOne({ _id: `${board}/${id}` }, session ? { session } : {});
      return found ? toRun(found) : undefined;
    },

    async findIssuing(session, board) {
      const found = await runs.findOne({ board, state: 'issuing' }, { session });
      return found ? toRun(found) : undefined;
    },

    unfinished: async () => (await runs.find({ state: 'issuing' }).toArray()).map(toRun),

    list: async (board) => (await runs.find({ board }).sort({ createdAt: 1 }).toArray()).map(toRun),

    frozen: async (session, { board, id }, { from, count }) =>
      (
        await frozen
          .find({ board, run: id, sequence: { $gte: from, $lt: from + count } }, { batchSize: CHUNK, ...(session ? { session } : {}) })
          .sort({ sequence: 1 })
          .toArray()
      ).map(toFrozen),

    async startIssuing(session, { board, id }, { approver, blocks }) {
      const { matchedCount } = await runs.updateOne(
        { _id: `${board}/${id}`, state: 'waiting' },
        { $set: { state: 'issuing', approver, blocks } },
        { session },
      );
      if (matchedCount !== 1) throw new Error(`run ${id} of ${board} no longer waits`);
    },

    async advance(session, { board, id, issued: before }, { issued, state }) {
      const { matchedCount } = await runs.updateOne(
        { _id: `${board}/${id}`, state: 'issuing', issued: before },
        { $set: { issued, state } },
        { session },
      );
      return matchedCount === 1;
    },

    async reserve(session, board, { creditor, symbol, year }, count) {
      const _id = JSON.stringify([board, creditor, symbol, year]);
      const after = await allSeries.findOneAndUpdate(
        { _id },
        { $inc: { last: count }, $setOnInsert: { board, creditor, symbol, year } },
        { session, upsert: true, returnDocument: 'after' },
      );
      if (!after) throw new Error(`the number series ${_id} was not returned`);
      return after.last - count + 1;
    },
  };
}
