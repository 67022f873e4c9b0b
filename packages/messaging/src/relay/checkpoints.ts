import { mongo } from 'mongoose';
import { logCollectionsOf } from '../log/event-log';
import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';
import { isDuplicateKey } from '../mongo/mongo-errors';

interface CheckpointDocument {
  readonly _id: string;
  /** Everything up to here is acknowledged by Kafka. */
  readonly position: number;
  /** Fencing token of the relay that wrote it. */
  readonly token: number;
}

/** Thrown when a newer relay has taken over. */
export class FencedError extends Error {
  constructor() {
    super('another relay has taken over');
    this.name = 'FencedError';
  }
}

const long = (value: number): number => mongo.Long.fromNumber(value) as unknown as number;

async function sumOfPositions<D extends { readonly position: number }>(collection: mongo.Collection<D>): Promise<number> {
  const [all] = await collection.aggregate<{ readonly sum: number }>([{ $group: { _id: null, sum: { $sum: '$position' } } }]).toArray();
  return Number(all?.sum ?? 0);
}

/** How far each board is published: the collection `relay_checkpoints`. */
export function createCheckpoints(connection: Connection) {
  const checkpoints = databaseOf(connection).collection<CheckpointDocument>('relay_checkpoints');
  const { heads } = logCollectionsOf(connection);
  return {
    async find(board: string): Promise<number> {
      return (await checkpoints.findOne({ _id: board }))?.position ?? 0;
    },

    /** Events of all boards that are in the log and beyond the checkpoints. */
    async countWaiting(): Promise<number> {
      const [recorded, published] = await Promise.all([sumOfPositions(heads), sumOfPositions(checkpoints)]);
      return Math.max(0, recorded - published);
    },

    /** Marks all checkpoints with the new token, which shuts earlier relays out, and reads them. @throws FencedError */
    async takeOver(token: number): Promise<Map<string, number>> {
      await checkpoints.updateMany({ token: { $lt: token } }, { $set: { token } });
      const all = await checkpoints.find({}).toArray();
      if (all.some((one) => one.token > token)) throw new FencedError();
      return new Map(all.map((one) => [one._id, one.position]));
    },

    /** Moves checkpoints forward. @throws FencedError when a newer relay has written one of them */
    async advance(ends: ReadonlyMap<string, number>, token: number): Promise<void> {
      try {
        const result = await checkpoints.bulkWrite(
          [...ends].map(([board, position]) => ({
            updateOne: {
              filter: { _id: board, token: { $lte: token } },
              update: { $set: { position: long(position), token } },
              upsert: true,
            },
          })),
          // A checkpoint that is lost costs duplicates, which every consumer bears, so it need not wait for the journal.
          { writeConcern: { w: 1 } },
        );
        if (result.matchedCount + result.upsertedCount !== ends.size) throw new FencedError();
      } catch (error) {
        // The filter did not match, so the upsert ran into the newer relay's document.
        if (isDuplicateKey(error)) throw new FencedError();
        throw error;
      }
    },
  };
}

export type Checkpoints = ReturnType<typeof createCheckpoints>;
