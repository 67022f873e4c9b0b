import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import type { ToldUnit, ToldUnits } from '../../application/figures/ports';

/** `figure_units`: what was last said of a unit to whoever makes figures; the events themselves are in the log. */
interface ToldUnitDocument extends Omit<ToldUnit, 'unit'> {
  /** `board/unit` */
  readonly _id: string;
  readonly board: string;
}

export const FIGURE_UNITS = 'figure_units';

/** Documents per command: well below the driver's message limit. */
const CHUNK = 10_000;

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

export function createToldUnitStore(connection: Connection): ToldUnits {
  const collection = databaseOf(connection).collection<ToldUnitDocument>(FIGURE_UNITS);
  return {
    async find(session, board, units) {
      const found = new Map<string, ToldUnit>();
      const skip = board.length + 1;
      for (const chunk of chunks(units)) {
        const cursor = collection.find({ _id: { $in: chunk.map((unit) => `${board}/${unit}`) } }, { session, batchSize: CHUNK });
        for (const { _id, version, sha256 } of await cursor.toArray()) {
          const unit = _id.slice(skip);
          found.set(unit, { unit, version, sha256 });
        }
      }
      return found;
    },

    async save(session, board, told) {
      for (const chunk of chunks(told)) {
        const fresh = chunk.filter(({ version }) => version === 1);
        const changed = chunk.filter(({ version }) => version !== 1);
        if (fresh.length > 0)
          await collection.insertMany(
            fresh.map(({ unit, ...rest }) => ({ _id: `${board}/${unit}`, board, ...rest })),
            { session, ordered: false },
          );
        if (changed.length > 0)
          await collection.bulkWrite(
            changed.map(
              ({ unit, version, sha256 }): mongo.AnyBulkWriteOperation<ToldUnitDocument> => ({
                updateOne: { filter: { _id: `${board}/${unit}` }, update: { $set: { version, sha256 } } },
              }),
            ),
            { session, ordered: false },
          );
      }
    },
  };
}
