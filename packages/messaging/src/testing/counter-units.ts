import { precondition } from '@kcn/kernel';
import type { mongo } from 'mongoose';
import type { Command, UnitStore } from '../group-commit/command';
import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';
import { COUNTED } from './counting';

export interface Counter {
  readonly total: number;
}

interface CounterDocument {
  readonly _id: string;
  readonly total: number;
  readonly version: number;
}

export interface CounterStore extends UnitStore<Counter> {
  readonly loads: { count: number };
  all(): Promise<CounterDocument[]>;
}

/** Units that add up numbers; a total is never negative. */
export function counterStore(connection: Connection): CounterStore {
  const counters = databaseOf(connection).collection<CounterDocument>('counters');
  const loads = { count: 0 };
  return {
    loads,
    async load(session, board, units) {
      loads.count += 1;
      const found = await counters.find({ _id: { $in: units.map((unit) => `${board}/${unit}`) } }, session ? { session } : {}).toArray();
      return new Map(found.map(({ _id, total, version }) => [_id.slice(board.length + 1), { state: { total }, version }]));
    },
    async save(session, board, changes) {
      await counters.bulkWrite(
        changes.map(
          ({ unit, after, version }): mongo.AnyBulkWriteOperation<CounterDocument> => ({
            replaceOne: { filter: { _id: `${board}/${unit}` }, replacement: { total: after.total, version }, upsert: true },
          }),
        ),
        { session },
      );
    },
    all: () => counters.find({}).sort({ _id: 1 }).toArray(),
  };
}

/** Adds `amount` to a unit; refused when the total would become negative, or above the total of `limit`, another unit. */
export function addTo(
  unit: string,
  amount: number,
  {
    key,
    requestHash = amount.toString(),
    limit,
    waitMs = 20_000,
    board = 'hung-yen',
  }: { key?: string; requestHash?: string; limit?: string; waitMs?: number; board?: string } = {},
): Command<Counter> {
  return {
    board,
    unit,
    ...(limit === undefined ? {} : { refs: [limit] }),
    ...(key === undefined ? {} : { idempotency: { key, requestHash } }),
    deadlineMs: performance.now() + waitMs,
    decide(state, refs, { version }) {
      const total = (state?.total ?? 0) + amount;
      if (total < 0) throw precondition('below_zero', { vi: 'Không được âm', en: 'Must not be negative' });
      if (limit !== undefined && total > (refs.get(limit)?.total ?? 0))
        throw precondition('over_limit', { vi: 'Vượt giới hạn', en: 'Over the limit' });
      return {
        state: { total },
        events: [{ type: COUNTED, payload: Buffer.from(amount.toString()), actor: 'tester', cause: `http:${key ?? '-'}` }],
        response: { total, version: version + 1 },
      };
    },
  };
}
