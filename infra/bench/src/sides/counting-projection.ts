import { databaseOf } from '@kcn/messaging';
import type { Connection, LogEntry, Projection, Session } from '@kcn/messaging';

interface CountDocument {
  readonly _id: string;
  readonly count: number;
  readonly positions: number;
}

const COUNTS = 'bench_counts';

const countsOf = (connection: Connection) => databaseOf(connection).collection<CountDocument>(COUNTS);

/** What must be in the projection after every event had its effect once: count and sum of positions per aggregate. */
export type Counts = ReadonlyMap<string, { readonly count: number; readonly positions: number }>;

export function expectedCounts(entries: readonly LogEntry[]): Counts {
  const counts = new Map<string, { count: number; positions: number }>();
  for (const { aggregate, position } of entries) {
    const known = counts.get(aggregate) ?? { count: 0, positions: 0 };
    counts.set(aggregate, { count: known.count + 1, positions: known.positions + position });
  }
  return counts;
}

/** Adds events to the counts of their aggregates. */
export async function addToCounts(connection: Connection, session: Session, events: readonly LogEntry[]): Promise<void> {
  await countsOf(connection).bulkWrite(
    [...expectedCounts(events)].map(([aggregate, { count, positions }]) => ({
      updateOne: { filter: { _id: aggregate }, update: { $inc: { count, positions } }, upsert: true },
    })),
    { session, ordered: false },
  );
}

/** How many aggregates have other counts than they should, missing and superfluous ones included. */
export async function countDifferences(connection: Connection, expected: Counts): Promise<number> {
  const found = new Map((await countsOf(connection).find().toArray()).map((document) => [document._id, document]));
  const differs = [...expected].filter(([aggregate, { count, positions }]) => {
    const actual = found.get(aggregate);
    return actual?.count !== count || actual.positions !== positions;
  });
  const superfluous = [...found.keys()].filter((aggregate) => !expected.has(aggregate));
  return differs.length + superfluous.length;
}

export async function prepareCounts(connection: Connection): Promise<void> {
  await databaseOf(connection).createCollection(COUNTS);
}

export const createCountingProjection = (connection: Connection): Projection => ({
  scope: () => Promise.resolve('live'),
  apply: (session, _board, _scope, events) => addToCounts(connection, session, events),
});
