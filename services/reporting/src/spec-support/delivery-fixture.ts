import { unavailable } from '@kcn/kernel';
import { connectMongo, prepareDatabase } from '@kcn/messaging';
import type { Connection, CrashPoints, LogEntry, Projection } from '@kcn/messaging';
import { freshDatabase } from '@kcn/testkit';
import type { DeliveryFixture } from '@kcn/testkit';
import { createAudit } from '../adapters/mongo/audit';
import { migrations } from '../adapters/mongo/migrations';
import type { SourceLog } from '../domain/source-log';
import { applierOn, projectionOn } from './fresh-projection';

export interface DeliveryFixtureOptions {
  readonly board: string;
  readonly log: SourceLog;
  readonly events: readonly LogEntry[];
}

/** What a log's projection holds of a board's first generation. */
export interface DeliverySnapshot {
  readonly versions: number;
  readonly facts: readonly string[];
}

/** The facts by their ids, which say everything about them; sums are compared with what the stored facts add up to. */
async function snapshotOf(connection: Connection, { board, log, events }: DeliveryFixtureOptions): Promise<DeliverySnapshot> {
  const audit = createAudit(connection, log);
  const place = { board, generation: 1 };
  const { stored, added } = await audit.sums(place);
  expect(stored).toEqual(added);
  const end = BigInt(events.length);
  return { versions: await audit.countVersions(place, end), facts: [...(await audit.factIds(place, end))].sort() };
}

/** A consumer of a log on a database of its own, for the delivery suite. */
export async function makeDeliveryFixture(options: DeliveryFixtureOptions): Promise<DeliveryFixture<LogEntry>> {
  const { board, log, events } = options;
  const database = await freshDatabase('reporting');
  const { connection } = database;
  await prepareDatabase(connection, migrations);
  const other = await connectMongo(database.uri);
  let dieAt: 'before-commit' | 'after-commit' | undefined;
  // For whole deliveries, so that trying parts of a batch or single events finds no way around.
  let failingDeliveries = 0;
  const crashPoints: CrashPoints = {
    reach(name) {
      if (name !== 'consumer-before-commit' || dieAt !== 'before-commit') return;
      dieAt = undefined;
      throw unavailable('killed', { vi: 'Bị dừng', en: 'Killed' });
    },
  };
  const inner = projectionOn(connection, log);
  const projection: Projection = {
    ...inner,
    apply(...args) {
      return failingDeliveries === 0 ? inner.apply(...args) : Promise.reject(unavailable('away', { vi: 'Tạm thời', en: 'Away' }));
    },
  };
  const applier = applierOn(connection, { log, projection, crashPoints });
  const elsewhere = applierOn(other, { log });
  return {
    events,
    aggregateOf: (event) => event.aggregate,
    async deliver(batch) {
      await applier.apply(board, batch).finally(() => {
        failingDeliveries = Math.max(0, failingDeliveries - 1);
      });
      if (dieAt !== 'after-commit') return;
      dieAt = undefined;
      throw new Error('killed');
    },
    deliverElsewhere: (batch) => elsewhere.apply(board, batch),
    snapshot: () => snapshotOf(connection, options),
    async inbox() {
      const { settled, parked, deadLetters } = await applier.settled(board);
      return { settled, parked, deadLetters };
    },
    withUnknownType: (event) => ({ ...event, type: 'kcn.registry.v9.ProjectRecorded' }),
    poisoned: (event) => ({ ...event, payload: Buffer.from([0xff, 0xff, 0xff]) }),
    replayDeadLetters: (sound) => applier.replayDeadLetters(board, { readEntry: (position) => Promise.resolve(sound[position - 1]) }),
    failTransiently: (times) => {
      failingDeliveries = times;
    },
    dieOnce: (point) => {
      dieAt = point;
    },
    async stop() {
      await other.close();
      await database.drop();
    },
  };
}
