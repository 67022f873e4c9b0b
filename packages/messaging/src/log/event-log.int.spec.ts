import { connectAgain, freshConnection } from '../testing/fresh';
import { counted } from '../testing/counting';
import { inTransaction } from '../transactions/in-transaction';
import { createEventLog } from './event-log';
import type { EventLog } from './event-log';
import type { LogEntry } from './log-entry';

const BOARD = 'hung-yen';

describe('event log', () => {
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let log: EventLog;
  beforeEach(async () => {
    connection = await freshConnection();
    log = createEventLog({ connection });
    await log.ensureIndexes();
  });
  afterEach(() => connection.drop());

  const append = (events = [counted('unit:1', 1, 1)], board = BOARD) =>
    inTransaction(connection, (session) => log.append(session, board, events));
  async function readAll(board = BOARD): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const chunk of log.read(board, 0, { limitPerChunk: 7 })) all.push(...chunk);
    return all;
  }

  test('refuses to write without a transaction', async () => {
    const session = connection.getClient().startSession();
    await expect(log.append(session, BOARD, [counted('unit:1', 1, 1)])).rejects.toThrow(/need a session in a transaction/);
    await session.endSession();
    expect(await log.head(BOARD)).toEqual({ position: 0 });
  });

  test('refuses a payload over the limit and takes one at the limit', async () => {
    const large = (bytes: number) => [{ ...counted('unit:1', 1, 1), payload: Buffer.alloc(bytes) }];
    await expect(append(large(900_001))).rejects.toMatchObject({ category: 'too_large', code: 'event_too_large' });
    await append(large(900_000));
    expect((await log.head(BOARD)).position).toBe(1);
  });

  test('gives back what was written, with before and reason only where they were given', async () => {
    const event = { ...counted('unit:1', 1, 5), before: Buffer.from('old'), reason: 'nhập sai' };
    const { recordedAt } = await append([event, counted('unit:1', 2, 6)]);
    const [first, second] = await readAll();
    expect({ ...first, payload: Buffer.from(first?.payload ?? []), before: Buffer.from(first?.before ?? []) }).toEqual({
      ...event,
      board: BOARD,
      position: 1,
      recordedAt,
    });
    expect(second).toMatchObject({ position: 2, recordedAt });
    expect(Object.keys(second ?? {})).not.toContain('before');
    expect(Object.keys(second ?? {})).not.toContain('reason');
  });

  test('positions are gapless and instants rise, from two connections at once, an aborted transaction leaving no gap', async () => {
    const other = await connectAgain(connection);
    const logs = [log, createEventLog({ connection: other })] as const;
    const sizes = Array.from({ length: 60 }, (_, index) => 1 + (index % 3));
    const results = await Promise.all(
      sizes.map((size, index) => {
        const own = index % 2 === 0 ? connection : other;
        return inTransaction(
          own,
          async (session) => {
            const result = await (index % 2 === 0 ? logs[0] : logs[1]).append(
              session,
              BOARD,
              Array.from({ length: size }, (__, k) => counted(`unit:${index.toString()}`, k + 1, 1)),
            );
            if (index % 7 === 3) throw new RangeError('changed my mind');
            return result;
          },
          { retryForMs: 30_000 },
        ).catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
          return undefined;
        });
      }),
    );
    await other.close();
    const written = results.filter((result) => result !== undefined).sort((a, b) => a.firstPosition - b.firstPosition);
    const entries = await readAll();
    expect(entries.map((entry) => entry.position)).toEqual(entries.map((_, index) => index + 1));
    expect(entries).toHaveLength(sizes.filter((_, index) => index % 7 !== 3).reduce((a, b) => a + b, 0));
    let next = 1;
    let instant = new Date(0);
    for (const result of written) {
      expect(result.firstPosition).toBe(next);
      next = result.lastPosition + 1;
      expect(result.recordedAt.getTime()).toBeGreaterThan(instant.getTime());
      instant = result.recordedAt;
      for (const entry of entries.slice(result.firstPosition - 1, result.lastPosition)) expect(entry.recordedAt).toEqual(result.recordedAt);
    }
    expect(await log.head(BOARD)).toEqual({ position: entries.length, recordedAt: instant });

    // Also when the database's clock has been set back.
    const ahead = new Date(instant.getTime() + 3_600_000);
    await connection
      .getClient()
      .db(connection.name)
      .collection('log_heads')
      .updateOne({}, { $set: { recordedAt: ahead } });
    expect((await append()).recordedAt).toEqual(new Date(ahead.getTime() + 1));
  });

  test('boards have logs of their own', async () => {
    await append(undefined, 'ha-nam');
    await append(undefined, 'ha-nam-2');
    await append(undefined, 'ha-nam');
    expect(await log.boards()).toEqual(['ha-nam', 'ha-nam-2']);
    expect((await readAll('ha-nam')).map((entry) => entry.position)).toEqual([1, 2]);
  });

  describe('position at an instant', () => {
    test('is the last one recorded by then, for every instant of a long log', async () => {
      const instants: Date[] = [];
      for (let index = 0; index < 20; index += 1)
        instants.push((await append([counted('unit:1', 2 * index + 1, 1), counted('unit:1', 2 * index + 2, 1)])).recordedAt);
      for (const [index, instant] of instants.entries()) {
        expect(await log.positionAt(BOARD, instant)).toBe(2 * index + 2);
        expect(await log.positionAt(BOARD, new Date(instant.getTime() - 1))).toBe(
          instants.some((other) => other.getTime() === instant.getTime() - 1) || index > 0 ? 2 * index : 0,
        );
      }
    });

    test('is 0 for a board that nobody knows, and refuses the future', async () => {
      expect(await log.positionAt('nobody', new Date('2020-01-01'))).toBe(0);
      await expect(log.positionAt(BOARD, new Date(Date.now() + 3_600_000))).rejects.toMatchObject({
        category: 'invalid',
        code: 'instant_in_future',
      });
    });

    test('is final: it waits out a transaction in flight, and nothing is recorded by that instant afterwards', async () => {
      await append();
      const inFlight = connection.getClient().startSession();
      inFlight.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
      const pending = await log.append(inFlight, BOARD, [counted('unit:2', 1, 1)]);
      // An instant after the pending event's own, which the database's clock has reached.
      const instant = new Date(pending.recordedAt.getTime() + 2);
      let answered = false;
      const asked = (async () => {
        for (;;) {
          try {
            return await log.positionAt(BOARD, instant);
          } catch (error) {
            if ((error as { code?: string }).code !== 'instant_in_future') throw error;
          }
        }
      })().finally(() => {
        answered = true;
      });
      await connection.getClient().db('admin').command({ ping: 1 });
      expect(answered).toBe(false);
      await inFlight.commitTransaction();
      await inFlight.endSession();
      expect(await asked).toBe(2);
      const later = await append();
      expect(later.recordedAt.getTime()).toBeGreaterThan(instant.getTime());
      expect(await log.positionAt(BOARD, instant)).toBe(2);
      // A fence is not an event: the head tells the newest event's own instant.
      expect((await log.head(BOARD)).recordedAt).toEqual(later.recordedAt);
    });

    test('a transaction that began before the question records after its instant', async () => {
      await append();
      const session = connection.getClient().startSession();
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
      await connection.getClient().db(connection.name).collection('other').findOne({}, { session });
      const { localTime } = (await connection.getClient().db('admin').command({ hello: 1 })) as unknown as { localTime: Date };
      const position = await log.positionAt(BOARD, localTime);
      await expect(log.append(session, BOARD, [counted('unit:2', 1, 1)])).rejects.toThrow(/WriteConflict|Write conflict/i);
      await session.abortTransaction();
      await session.endSession();
      await append();
      expect(await log.positionAt(BOARD, localTime)).toBe(position);
    });
  });
});
