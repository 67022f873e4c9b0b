import { invalid, unavailable } from '@kcn/kernel';
import type { Projection } from '../consumer/projection';
import type { LogEntry, NewEvent } from '../log/log-entry';
import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';

export const COUNTED = 'kcn.test.v1.Counted';

/** An event whose payload is a decimal number to be added to its aggregate's sum. */
export const counted = (aggregate: string, aggregateVersion: number, amount: number): NewEvent => ({
  aggregate,
  aggregateVersion,
  type: COUNTED,
  payload: Buffer.from(amount.toString()),
  actor: 'tester',
  cause: 'test',
});

/** Log entries of a board: `versions` of each of `aggregates`, interleaved. Amounts are powers, so that sums tell sets apart. */
export function countedEntries(board: string, { aggregates, versions }: { aggregates: number; versions: number }): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let version = 1; version <= versions; version += 1) {
    for (let aggregate = 1; aggregate <= aggregates; aggregate += 1) {
      entries.push({
        ...counted(`unit:${aggregate.toString()}`, version, 2 ** version),
        board,
        position: entries.length + 1,
        recordedAt: new Date(1_700_000_000_000 + entries.length),
      });
    }
  }
  return entries;
}

export interface CountingProjection extends Projection {
  failTransiently(times: number): void;
  /** aggregate → [sum, count, last version seen]; a version out of order shows as `broken`. */
  snapshot(board: string, scope?: string): Promise<Record<string, readonly [number, number, number]>>;
  /** Positions given to `apply`, over all attempts. */
  readonly attempts: number[];
}

interface SumDocument {
  readonly _id: string;
  readonly sum: number;
  readonly count: number;
  readonly version: number;
}

/** Adds up amounts per aggregate; one bulk write per batch. */
export function countingProjection(connection: Connection, { live = 'g1', validate = true } = {}): CountingProjection {
  const sums = databaseOf(connection).collection<SumDocument>('sums');
  const attempts: number[] = [];
  let failures = 0;
  return {
    attempts,
    failTransiently(times) {
      failures = times;
    },
    scope: () => Promise.resolve(live),
    check(event) {
      if (event.type !== COUNTED) throw invalid('unknown_type', { vi: 'Loại sự kiện lạ', en: `Unknown type ${event.type}` });
      if (validate && !/^\d+$/.test(Buffer.from(event.payload).toString()))
        throw invalid('undecodable', { vi: 'Không đọc được', en: 'Undecodable' });
    },
    async apply(session, board, scope, events) {
      for (const event of events) attempts.push(event.position);
      if (failures > 0) {
        failures -= 1;
        throw unavailable('away', { vi: 'Tạm thời', en: 'Away' });
      }
      const changes = new Map<string, { sum: number; count: number; version: number }>();
      for (const event of events) {
        const amount = Number(Buffer.from(event.payload).toString());
        // A failure that no check foresees.
        if (amount === 13) throw new TypeError('thirteen cannot be counted');
        const change = changes.get(event.aggregate) ?? { sum: 0, count: 0, version: 0 };
        if (change.version !== 0 && event.aggregateVersion !== change.version + 1)
          throw new Error(`version ${event.aggregateVersion.toString()} after ${change.version.toString()}`);
        changes.set(event.aggregate, { sum: change.sum + amount, count: change.count + 1, version: event.aggregateVersion });
      }
      await sums.bulkWrite(
        [...changes].map(([aggregate, { sum, count, version }]) => ({
          updateOne: {
            filter: { _id: `${board}|${scope}|${aggregate}` },
            update: { $inc: { sum, count }, $max: { version } },
            upsert: true,
          },
        })),
        { session, ordered: false },
      );
    },
    async snapshot(board, scope = live) {
      const prefix = `${board}|${scope}|`;
      const all = await sums.find({ _id: { $gte: prefix, $lt: `${prefix}\uffff` } }).toArray();
      return Object.fromEntries(all.map((one) => [one._id.slice(prefix.length), [one.sum, one.count, one.version] as const]));
    },
  };
}
