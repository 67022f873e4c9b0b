import { DomainError } from '@kcn/kernel';
import { createEventLog } from '../log/event-log';
import type { EventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import { counted } from '../testing/counting';
import { freshConnection } from '../testing/fresh';
import { serveLog } from '../testing/served-log';
import type { ServedLog } from '../testing/served-log';
import { inTransaction } from '../transactions/in-transaction';
import type { EventLogClient } from './event-log-client';

const BOARD = 'hung-yen';
const PER_MESSAGE = 10;

let connection: Awaited<ReturnType<typeof freshConnection>>;
let log: EventLog;
let served: ServedLog;
let client: EventLogClient;
/** What the server has done for readLog. */
let readsBegun: number;
let chunksRead: number;
/** The first call of readLog goes quiet after so many chunks. */
let quietAfterChunks: number;

beforeEach(async () => {
  connection = await freshConnection();
  log = createEventLog({ connection });
  await log.ensureIndexes();
  [readsBegun, chunksRead, quietAfterChunks] = [0, 0, Infinity];
  const watched: EventLog = {
    ...log,
    async *read(...args) {
      const isFirst = (readsBegun += 1) === 1;
      for await (const chunk of log.read(...args)) {
        if (isFirst && chunksRead >= quietAfterChunks) await new Promise(() => undefined);
        chunksRead += 1;
        yield chunk;
      }
    },
  };
  served = await serveLog(watched, { entriesPerMessage: PER_MESSAGE });
  client = await served.clientFor();
});
afterEach(async () => {
  await served.stop();
  await connection.drop();
});

/** Versions 1..`count` of each of three units. */
async function append(count: number, paddingBytes = 0): Promise<void> {
  for (let version = 1; version <= count; version += 1) {
    const events = ['a', 'b', 'c'].map((name) => ({
      ...counted(`unit:${name}`, version, version),
      ...(paddingBytes > 0 ? { payload: Buffer.alloc(paddingBytes, '0') } : {}),
    }));
    await inTransaction(connection, (session) => log.append(session, BOARD, events));
  }
}

async function readAll(from: EventLogClient, afterPosition: number): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for await (const chunk of from.readLog(BOARD, afterPosition)) all.push(...chunk);
  return all;
}

test('the log from a position on, its head and its position at an instant, as they are', async () => {
  await append(15);
  const direct: LogEntry[] = [];
  for await (const chunk of log.read(BOARD, 7)) direct.push(...chunk);
  const plain = (entries: readonly LogEntry[]) => entries.map((entry) => ({ ...entry, payload: Buffer.from(entry.payload).toString() }));
  expect(plain(await readAll(client, 7))).toEqual(plain(direct));
  expect(await readAll(client, 45)).toEqual([]);
  expect(await client.head(BOARD)).toEqual(await log.head(BOARD));
  expect(await client.head('nobody')).toEqual({ position: 0 });
  const { recordedAt } = direct[3] as LogEntry;
  expect(await client.positionAt(BOARD, recordedAt)).toBe(await log.positionAt(BOARD, recordedAt));
});

test('large entries fit, and a slow reader sets the pace', async () => {
  await append(20, 600_000);
  let seen = 0;
  for await (const chunk of client.readLog(BOARD, 0)) {
    seen += chunk.length;
    // What any gRPC client takes as one message by default.
    expect(chunk.reduce((bytes, { payload }) => bytes + payload.byteLength, 0)).toBeLessThan(4 * 1_048_576);
    // The server is a few chunks ahead at most, for what the transport buffers.
    if (seen < 20) expect(chunksRead).toBeLessThan(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(seen).toBe(60);
});

test('a read that runs out of time on the way goes on from its last entry', async () => {
  await append(15);
  quietAfterChunks = 2;
  const hurried = await served.clientFor({ readDeadlineMs: 400 });
  expect((await readAll(hurried, 3)).map(({ position }) => position)).toEqual(Array.from({ length: 42 }, (_, index) => index + 4));
  expect(readsBegun).toBe(2);
});

test('a read that brings nothing within its deadline fails', async () => {
  await append(15);
  quietAfterChunks = 0;
  const hurried = await served.clientFor({ readDeadlineMs: 400 });
  await expect(readAll(hurried, 0)).rejects.toMatchObject({ category: 'unavailable', code: 'remote_deadline_exceeded' });
  expect(readsBegun).toBe(1);
});

test('errors come over as what they are; a stranger learns nothing', async () => {
  await expect(client.positionAt(BOARD, new Date(Date.now() + 3_600_000))).rejects.toMatchObject({
    category: 'invalid',
    code: 'instant_in_future',
    vi: expect.stringContaining('chưa đến') as string,
  });
  await append(1);
  const stranger = await served.clientFor({ claims: { boards: ['ha-nam'], roles: ['service'] } });
  for (const ask of [() => stranger.head(BOARD), () => stranger.positionAt(BOARD, new Date(0)), () => readAll(stranger, 0)])
    await expect(ask()).rejects.toMatchObject({ category: 'not_found', code: 'unknown_board' });
  await served.stopServer();
  const failure = await client.head(BOARD).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DomainError);
  expect(failure).toMatchObject({ category: 'unavailable' });
});
