import { createCommandGroups, createIdempotencyStore, databaseOf } from '@kcn/messaging';
import type { Connection, EventLog, LoadedUnit, UnitStore } from '@kcn/messaging';
import { sampleEvent } from '../sample/sample-events';

interface UnitDocument {
  readonly _id: string;
  readonly version: number;
}

/** Units that are nothing but their version, so that the writer costs little beside what carries the event on. */
function createVersionStore(connection: Connection): UnitStore<number> {
  const units = databaseOf(connection).collection<UnitDocument>('bench_units');
  return {
    async load(session, board, wanted) {
      const found = await units.find({ _id: { $in: wanted.map((unit) => `${board}/${unit}`) } }, session ? { session } : {}).toArray();
      return new Map(
        found.map((unit): [string, LoadedUnit<number>] => [
          unit._id.slice(board.length + 1),
          { state: unit.version, version: unit.version },
        ]),
      );
    },
    async save(session, board, changes) {
      await units.bulkWrite(
        changes.map((change) => ({
          updateOne: { filter: { _id: `${board}/${change.unit}` }, update: { $set: { version: change.version } }, upsert: true },
        })),
        { session },
      );
    },
  };
}

export interface CommandWriter {
  /** Runs one command that writes one event. @returns the event's position in the log */
  write(number: number): Promise<number>;
  stop(): Promise<void>;
}

const DEADLINE_MS = 10_000;

/** Writes events the way services do: a command per event, several sharing one transaction. */
export async function createCommandWriter({
  connection,
  log,
  board,
  aggregates,
}: {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly board: string;
  readonly aggregates: number;
}): Promise<CommandWriter> {
  const idempotency = createIdempotencyStore({ connection });
  await idempotency.ensureIndexes();
  await databaseOf(connection)
    .createCollection('bench_units')
    .catch(() => undefined);
  const groups = createCommandGroups({ connection, log, store: createVersionStore(connection), idempotency });
  return {
    async write(number) {
      const { aggregate, type, payload, actor, cause } = sampleEvent(number % aggregates);
      const outcome = await groups.execute({
        board,
        unit: `written-${aggregate}`,
        deadlineMs: performance.now() + DEADLINE_MS,
        decide: (_state, _refs, { version }) => ({ state: version + 1, events: [{ type, payload, actor, cause }], response: null }),
      });
      if (outcome.lastPosition === undefined) throw new Error('the command wrote no event');
      return outcome.lastPosition;
    },
    stop: () => groups.stop(),
  };
}
