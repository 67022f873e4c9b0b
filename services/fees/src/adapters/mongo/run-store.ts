import { databaseOf, insertDocuments } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { BillingRun, FrozenInvoice, Runs } from '../../application/ports';
import { collectionsOf } from './collections';
import type { FrozenDocument, RunDocument } from './collections';
import { fromInvoiceText, toInvoiceText } from './invoice-text';

const CHUNK = 2_000;

const toRun = ({ _id, total, ...run }: RunDocument): BillingRun => ({ ...run, total: BigInt(total) });
const toDocument = ({ total, ...run }: BillingRun): RunDocument => ({
  ...run,
  _id: `${run.board}/${run.id}`,
  total: total.toString(),
});
const toFrozen = ({ order, series, invoice }: FrozenDocument): FrozenInvoice => ({
  order,
  series,
  invoice: fromInvoiceText(invoice),
  text: invoice,
});

type Named = Pick<BillingRun, 'board' | 'id' | 'list'>;
const listName = ({ id, list }: Named): string => `${id}/${list.toString()}`;
const itemId = (run: Named, code: string): string => `${run.board}/${listName(run)}/${code}`;
const within = (session: Session | undefined) => (session ? { session } : {});

/** Billing runs, their lists, and the numbers that were given out. */
export function createRunStore(connection: Connection): Runs {
  const db = databaseOf(connection);
  const { runs, frozen, series: allSeries } = collectionsOf(connection);
  const find = async (session: Session | undefined, filter: Partial<RunDocument>, sort: Partial<Record<keyof RunDocument, 1 | -1>> = {}) =>
    (await runs.find(filter, within(session)).sort(sort).toArray()).map(toRun);

  return {
    async insert(session, run) {
      await runs.insertOne(toDocument(run), { session });
    },

    find: async (session, board, id) => (await find(session, { _id: `${board}/${id}` }))[0],
    findIssuing: async (session, board) => (await find(session, { board, state: 'issuing' }))[0],
    issuing: (session, board) => find(session, { board, state: 'issuing' }),

    async findLatest(session, board) {
      const [latest] = await runs.find({ board }, within(session)).sort({ plannedAt: -1, createdAt: -1 }).limit(1).toArray();
      return latest ? toRun(latest) : undefined;
    },

    async lastStep(session, board) {
      let last = 0;
      for (const step of ['approvedAt', 'endedAt'] as const) {
        const [latest] = await runs
          .find({ board, [step]: { $exists: true } }, within(session))
          .sort({ [step]: -1 })
          .limit(1)
          .toArray();
        last = Math.max(last, latest?.[step] ?? 0);
      }
      return last;
    },

    unfinished: async () => (await runs.find({ state: { $in: ['planning', 'issuing'] } }).toArray()).map(toRun),

    list: (board) => find(undefined, { board }, { createdAt: 1 }),

    async change(session, run) {
      const { _id, ...document } = toDocument({ ...run, revision: run.revision + 1 });
      const { matchedCount } = await runs.replaceOne({ _id, revision: run.revision }, document, within(session));
      return matchedCount === 1;
    },

    async addToList(session, run, items) {
      const documents = items.map(({ order, series, invoice }) => ({
        _id: itemId(run, invoice.code),
        board: run.board,
        run: listName(run),
        order,
        series,
        invoice: toInvoiceText(invoice),
      }));
      await insertDocuments(db, { session, collection: frozen.collectionName, documents, sizeOf: ({ invoice }) => 500 + invoice.length });
    },

    nextOfList: async (run, { after, count }) =>
      (
        await frozen
          .find({ board: run.board, run: listName(run), order: { $gt: after } }, { batchSize: count })
          .sort({ order: 1 })
          .limit(count)
          .toArray()
      ).map(toFrozen),

    async *codesOfList(run) {
      const start = itemId(run, '').length;
      let codes: string[] = [];
      const all = frozen.find({ board: run.board, run: listName(run) }, { batchSize: CHUNK, projection: { _id: 1 } });
      for await (const { _id } of all) {
        if (codes.push(_id.slice(start)) < CHUNK) continue;
        yield codes;
        codes = [];
      }
      if (codes.length > 0) yield codes;
    },

    async inList(run, codes) {
      const found = await frozen.find({ _id: { $in: codes.map((code) => itemId(run, code)) } }, { projection: { _id: 1 } }).toArray();
      return found.map(({ _id }) => _id.slice(itemId(run, '').length));
    },

    async dropOldLists(run) {
      for (let list = 1; list < run.list; list += 1) await frozen.deleteMany({ board: run.board, run: listName({ ...run, list }) });
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
