import { connectMongo, prepareDatabase } from '@kcn/messaging';
import type { Connection, LogEntry } from '@kcn/messaging';
import { applierFixture, freshDatabase } from '@kcn/testkit';
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
export const makeDeliveryFixture = (options: DeliveryFixtureOptions): Promise<DeliveryFixture<LogEntry>> =>
  applierFixture({
    board: options.board,
    events: options.events,
    unknownType: 'kcn.registry.v9.ProjectRecorded',
    async make({ crashPoints, interrupted }) {
      const { log } = options;
      const database = await freshDatabase('reporting');
      const { connection } = database;
      await prepareDatabase(connection, migrations);
      const other = await connectMongo(database.uri);
      return {
        applier: applierOn(connection, { log, projection: interrupted(projectionOn(connection, log)), crashPoints }),
        elsewhere: applierOn(other, { log }),
        snapshot: () => snapshotOf(connection, options),
        async stop() {
          await other.close();
          await database.drop();
        },
      };
    },
  });
