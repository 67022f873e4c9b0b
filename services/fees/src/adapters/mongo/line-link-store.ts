import { databaseOf } from '@kcn/messaging';
import type { Connection, Session } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import type { LineLinkStore } from '../../application/ledger/ports';
import { mayUndo } from '../../domain/collection/line-links';
import type { LineLinks } from '../../domain/collection/line-links';

/** `line_links` */
interface LinkDocument extends LineLinks {
  /** `board/lineKey` */
  readonly _id: string;
  readonly board: string;
}

/** `line_link_states`: boards whose lines all have their links. */
interface LinkStateDocument {
  readonly _id: string;
}

const CHUNK = 2_000;

const toLinks = ({ _id, board: _board, ...links }: LinkDocument): LineLinks => links;

/** What lines have to do with contracts; see domain/collection/line-links.ts. */
export function createLineLinkStore(connection: Connection): LineLinkStore {
  const db = databaseOf(connection);
  const links = db.collection<LinkDocument>('line_links');
  const states = db.collection<LinkStateDocument>('line_link_states');

  async function findIn(
    session: Session,
    board: string,
    { field, values }: { readonly field: '_id' | 'contracts' | 'payers' | 'pair'; readonly values: readonly string[] },
    also: { readonly isNegative?: boolean } = {},
  ): Promise<LineLinks[]> {
    const found: LineLinks[] = [];
    for (let start = 0; start < values.length; start += CHUNK) {
      const chosen = { [field]: { $in: values.slice(start, start + CHUNK) } };
      found.push(...(await links.find({ board, ...also, ...chosen }, { session, batchSize: CHUNK }).toArray()).map(toLinks));
    }
    return found;
  }

  async function add(session: Session, board: string, added: readonly LineLinks[]): Promise<void> {
    for (let start = 0; start < added.length; start += CHUNK) {
      const documents = added.slice(start, start + CHUNK).map((link) => ({ ...link, _id: `${board}/${link.line}`, board }));
      await links.insertMany(documents, { session, ordered: false });
    }
  }

  return {
    isReady: async (session, board) => (await states.findOne({ _id: board }, { session })) !== null,
    hasAny: async (session, board) => (await links.findOne({ board }, { session, projection: { _id: 1 } })) !== null,

    async replace(session, board, all) {
      await links.deleteMany({ board }, { session });
      await add(session, board, all);
      await states.updateOne({ _id: board }, { $setOnInsert: { _id: board } }, { session, upsert: true });
    },

    add,

    async change(session, board, changed) {
      for (let start = 0; start < changed.length; start += CHUNK)
        await links.bulkWrite(
          changed.slice(start, start + CHUNK).map(
            (link): mongo.AnyBulkWriteOperation<LinkDocument> => ({
              replaceOne: { filter: { _id: `${board}/${link.line}` }, replacement: { ...link, board }, upsert: true },
            }),
          ),
          { session, ordered: false },
        );
    },

    naming: async (session, board, { contracts, payers }) => [
      ...(await findIn(session, board, { field: 'contracts', values: contracts })),
      ...(await findIn(session, board, { field: 'payers', values: payers })),
    ],

    async undoing(session, board, lines) {
      const found: LineLinks[] = [];
      for (const isNegative of [true, false]) {
        const asked = lines.filter((line) => line.isNegative !== isNegative);
        if (asked.length === 0) continue;
        const byPair = new Map<string, LineLinks[]>();
        for (const line of asked) {
          const alike = byPair.get(line.pair);
          if (alike) alike.push(line);
          else byPair.set(line.pair, [line]);
        }
        const candidates = await findIn(session, board, { field: 'pair', values: [...byPair.keys()] }, { isNegative });
        for (const candidate of candidates) {
          const coupled = byPair.get(candidate.pair)?.some((line) => (isNegative ? mayUndo(candidate, line) : mayUndo(line, candidate)));
          if (coupled === true) found.push(candidate);
        }
      }
      return found;
    },

    byKey: (session, board, lines) => findIn(session, board, { field: '_id', values: lines.map((line) => `${board}/${line}`) }),
  };
}
