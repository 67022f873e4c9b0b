import { createApplier } from '../consumer/applier';
import type { EventLogClient } from '../grpc/event-log-client';
import { createEventLog } from '../log/event-log';
import type { EventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { counted, countingProjection } from '../testing/counting';
import { freshConnection, silentLogger } from '../testing/fresh';
import { serveLog } from '../testing/served-log';
import type { ServedLog } from '../testing/served-log';
import { inTransaction } from '../transactions/in-transaction';
import { rebuildFromLog } from './rebuild-from-log';

const BOARD = 'hung-yen';
const whole = (versions: number) => [(versions + 1) * versions, versions, versions] as const;

describe('replay from a log by gRPC', () => {
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let log: EventLog;
  let served: ServedLog;
  let client: EventLogClient;

  beforeEach(async () => {
    connection = await freshConnection();
    log = createEventLog({ connection });
    await log.ensureIndexes();
    served = await serveLog(log, { entriesPerMessage: 10 });
    client = await served.clientFor();
  });
  afterEach(async () => {
    await served.stop();
    await connection.drop();
  });

  /** Versions `from`..`to` of each of three units; the payload is twice the version. */
  async function append(from: number, to: number): Promise<void> {
    for (let version = from; version <= to; version += 1) {
      const events = ['a', 'b', 'c'].map((name) => counted(`unit:${name}`, version, 2 * version));
      await inTransaction(connection, (session) => log.append(session, BOARD, events));
    }
  }

  async function readAll(afterPosition: number): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const chunk of client.readLog(BOARD, afterPosition)) all.push(...chunk);
    return all;
  }

  test('builds a new generation beside the old one while events go on arriving, and loses none at the switch', async () => {
    let live = 'g1';
    const projection = { ...countingProjection(connection), scope: () => Promise.resolve(live) };
    const applier = createApplier({ connection, consumer: 'c', source: 'test', projection, logger: silentLogger });
    await applier.ensureIndexes();
    const deliver = async (after: number) => applier.apply(BOARD, await readAll(after));

    await append(1, 10);
    await deliver(0);
    const rebuilt = await rebuildFromLog({ applier, board: BOARD, scope: 'g2', readLog: (board, after) => client.readLog(board, after) });
    expect(rebuilt).toMatchObject({ settled: 30, handled: 30 });
    // These reach the old generation only.
    await append(11, 12);
    await deliver(30);
    live = 'g2';
    await append(13, 13);
    await deliver(36);
    expect((await applier.settled(BOARD)).settled).toBe(30);
    const progress: number[] = [];
    await rebuildFromLog({
      applier,
      board: BOARD,
      scope: 'g2',
      readLog: (board, after) => client.readLog(board, after),
      onProgress: (position) => progress.push(position),
    });
    expect(progress.at(-1)).toBe(39);
    expect(await applier.settled(BOARD)).toEqual({ settled: 39, handled: 39, highest: 39, parked: 0, deadLetters: 0 });
    expect(await projection.snapshot(BOARD, 'g2')).toEqual({ 'unit:a': whole(13), 'unit:b': whole(13), 'unit:c': whole(13) });
    expect(await projection.snapshot(BOARD, 'g1')).toEqual({ 'unit:a': whole(12), 'unit:b': whole(12), 'unit:c': whole(12) });
  });
});
