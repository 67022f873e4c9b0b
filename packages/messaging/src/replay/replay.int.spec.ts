import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import type { Metadata } from '@grpc/grpc-js';
import { eventLogV1 } from '@kcn/contracts';
import { DomainError, notFound } from '@kcn/kernel';
import { createApplier } from '../consumer/applier';
import { createEventLogClient } from '../grpc/event-log-client';
import type { EventLogClient } from '../grpc/event-log-client';
import { createEventLogService } from '../grpc/event-log-service';
import { createEventLog } from '../log/event-log';
import type { EventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { counted, countingProjection } from '../testing/counting';
import { freshConnection, silentLogger } from '../testing/fresh';
import { inTransaction } from '../transactions/in-transaction';
import { rebuildFromLog } from './rebuild-from-log';

const BOARD = 'hung-yen';
const whole = (versions: number) => [(versions + 1) * versions, versions, versions] as const;

describe('replay from a log by gRPC', () => {
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let log: EventLog;
  let server: Server;
  let client: EventLogClient;
  let address: string;
  let chunksRead: number;

  beforeEach(async () => {
    connection = await freshConnection();
    log = createEventLog({ connection });
    await log.ensureIndexes();
    chunksRead = 0;
    const watched: EventLog = {
      ...log,
      async *read(...args) {
        for await (const chunk of log.read(...args)) {
          chunksRead += 1;
          yield chunk;
        }
      },
    };
    server = new Server();
    server.addService(
      eventLogV1.EventLogServiceService,
      createEventLogService(watched, {
        entriesPerMessage: 10,
        authorize(metadata: Metadata, board) {
          if (metadata.get('authorization')[0] !== 'Bearer good' || board === 'secret')
            throw notFound('board_not_found', { vi: `Không có ban quản lý ${board}`, en: `No board ${board}` });
        },
      }),
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    address = `127.0.0.1:${port.toString()}`;
    client = createEventLogClient({ address, token: () => 'good', deadlineMs: 5_000, credentials: credentials.createInsecure() });
  });
  afterEach(async () => {
    client.close();
    server.forceShutdown();
    await connection.drop();
  });

  /** Versions `from`..`to` of each of three units; the payload is twice the version. */
  async function append(from: number, to: number, padding = 0): Promise<void> {
    for (let version = from; version <= to; version += 1) {
      const events = ['a', 'b', 'c'].map((name) => ({
        ...counted(`unit:${name}`, version, 2 * version),
        ...(padding > 0 ? { payload: Buffer.alloc(padding, '0') } : {}),
      }));
      await inTransaction(connection, (session) => log.append(session, BOARD, events));
    }
  }

  async function readAll(afterPosition: number): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const chunk of client.readLog(BOARD, afterPosition)) all.push(...chunk);
    return all;
  }

  test('reads the log from a position on, as it is', async () => {
    await append(1, 15);
    const direct: LogEntry[] = [];
    for await (const chunk of log.read(BOARD, 7)) direct.push(...chunk);
    const plain = (entries: readonly LogEntry[]) => entries.map((entry) => ({ ...entry, payload: Buffer.from(entry.payload).toString() }));
    expect(plain(await readAll(7))).toEqual(plain(direct));
    expect(await readAll(45)).toEqual([]);
    expect(await client.head(BOARD)).toEqual(await log.head(BOARD));
    expect(await client.head('nobody')).toEqual({ position: 0 });
    const { recordedAt } = direct[3] as LogEntry;
    expect(await client.positionAt(BOARD, recordedAt)).toBe(await log.positionAt(BOARD, recordedAt));
  });

  test('large entries fit, and a slow reader sets the pace', async () => {
    await append(1, 20, 600_000);
    let seen = 0;
    for await (const chunk of client.readLog(BOARD, 0)) {
      seen += chunk.length;
      // The server is a few chunks ahead at most, for what the transport buffers.
      if (seen < 20) expect(chunksRead).toBeLessThan(6);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen).toBe(60);
  });

  test('errors come over as what they are', async () => {
    await expect(client.positionAt(BOARD, new Date(Date.now() + 3_600_000))).rejects.toMatchObject({
      category: 'invalid',
      code: 'instant_in_future',
      vi: expect.stringContaining('chưa đến') as string,
    });
    await expect(client.head('secret')).rejects.toMatchObject({ category: 'not_found', code: 'board_not_found' });
    const stranger = createEventLogClient({ address, token: () => 'bad', deadlineMs: 5_000 });
    await expect(stranger.readLog(BOARD, 0)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'board_not_found' });
    stranger.close();
    server.forceShutdown();
    const failure = await client.head(BOARD).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ category: 'unavailable' });
  });

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
