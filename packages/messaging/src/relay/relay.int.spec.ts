import { resolve } from 'node:path';
import { eventually, spawnService, startOwnServer } from '@kcn/testkit';
import type { CrashPoints } from '../crash-points/crash-points';
import { decodeEvent } from '../kafka/cloud-events';
import type { EventBus } from '../kafka/event-bus';
import { createKafkaBus } from '../kafka/kafka-bus';
import { createEventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import type { Connection } from '../mongo/database';
import { databaseOf } from '../mongo/database';
import { counted } from '../testing/counting';
import { connectAgain, freshBus, freshConnection, freshTopic, kafkaBrokers, mongoUrl, silentLogger } from '../testing/fresh';
import { inTransaction } from '../transactions/in-transaction';
import { createRelay } from './relay';
import type { Relay, RelayOptions } from './relay-types';

const BOARD = 'hung-yen';

async function append(
  connection: Connection,
  { from, to, board = BOARD, perTransaction = 10 }: { from: number; to: number; board?: string; perTransaction?: number },
): Promise<void> {
  const log = createEventLog({ connection });
  for (let start = from; start <= to; start += perTransaction) {
    const events = Array.from({ length: Math.min(perTransaction, to - start + 1) }, (_, index) =>
      counted(`unit:${((start + index) % 10).toString()}`, Math.floor((start + index - 1) / 10) + 1, start + index),
    );
    await inTransaction(connection, (session) => log.append(session, board, events));
  }
}

async function readTopic(bus: EventBus, topic: string): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for await (const batch of bus.readTopic(topic)) all.push(...batch.map(decodeEvent));
  return all;
}

/** Every position 1..n is there, and per aggregate in order at first appearance. @returns number of duplicates */
function checkOnWire(received: readonly LogEntry[], n: number, board = BOARD): number {
  const own = received.filter((event) => event.board === board);
  const seen = new Set<number>();
  const last = new Map<string, number>();
  for (const event of own) {
    if (seen.has(event.position)) continue;
    seen.add(event.position);
    expect(event.aggregateVersion).toBe((last.get(event.aggregate) ?? 0) + 1);
    last.set(event.aggregate, event.aggregateVersion);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, index) => index + 1));
  return own.length - n;
}

describe('relay', () => {
  const bus = freshBus();
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let topic: string;
  let relays: Relay[];
  beforeEach(async () => {
    connection = await freshConnection();
    await createEventLog({ connection }).ensureIndexes();
    topic = await freshTopic(bus);
    relays = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await connection.drop();
  });

  function startRelay(options: Partial<RelayOptions> = {}): Relay {
    const own = options.connection ?? connection;
    const relay = createRelay({
      connection: own,
      log: createEventLog({ connection: own }),
      bus,
      topic,
      source: 'test',
      logger: silentLogger,
      leaseMs: 1_000,
      ...options,
    });
    relays.push(relay);
    void relay.start();
    return relay;
  }

  test('publishes a backlog and what comes later, exactly as the log has it', async () => {
    await append(connection, { from: 1, to: 45 });
    await append(connection, { from: 1, to: 5, board: 'ha-nam' });
    const relay = startRelay();
    await relay.waitUntilPublished(BOARD, 45);
    await append(connection, { from: 46, to: 60 });
    await relay.waitUntilPublished(BOARD, 60);
    await relay.waitUntilPublished('ha-nam', 5);
    expect(relay.readiness()).toEqual({ ready: true });
    const received = await readTopic(bus, topic);
    expect(checkOnWire(received, 60)).toBe(0);
    expect(checkOnWire(received, 5, 'ha-nam')).toBe(0);
    const logged: LogEntry[] = [];
    for await (const chunk of createEventLog({ connection }).read(BOARD, 0)) logged.push(...chunk);
    const plain = (entries: readonly LogEntry[]) =>
      entries.map((entry) => ({ ...entry, payload: Buffer.from(entry.payload).toString() })).sort((a, b) => a.position - b.position);
    expect(plain(received.filter((event) => event.board === BOARD))).toEqual(plain(logged));
  });

  test('stumbling between send and mark repeats at most one batch, in order', async () => {
    await append(connection, { from: 1, to: 100 });
    let reached = 0;
    const crashPoints: CrashPoints = {
      reach(name) {
        if (name !== 'relay-after-send-before-mark') return;
        reached += 1;
        if (reached === 3) throw new Error('killed');
      },
    };
    const relay = startRelay({ batchSize: 20, crashPoints });
    await relay.waitUntilPublished(BOARD, 100, { timeoutMs: 20_000 });
    expect(checkOnWire(await readTopic(bus, topic), 100)).toBe(20);
  });

  test('killed by SIGKILL between send and mark: the next process repeats one batch and loses nothing', async () => {
    await append(connection, { from: 1, to: 100 });
    const child = await spawnService(resolve(__dirname, '../testing/pipeline-process.cjs'), {
      ROLE: 'relay',
      MONGO_URL: mongoUrl(connection.name),
      KAFKA: kafkaBrokers().join(','),
      TOPIC: topic,
      CRASH_AT: 'relay-after-send-before-mark:2',
    });
    expect((await child.ended).signal).toBe('SIGKILL');
    const relay = startRelay();
    expect(await relay.published(BOARD)).toBe(20);
    await relay.waitUntilPublished(BOARD, 100, { timeoutMs: 20_000 });
    expect(checkOnWire(await readTopic(bus, topic), 100)).toBe(20);
  });

  test('of two relays one works at a time, and the other takes over when it stops', async () => {
    const other = await connectAgain(connection);
    const one = startRelay({ batchSize: 10 });
    const two = startRelay({ batchSize: 10, connection: other });
    const writing = append(connection, { from: 1, to: 200 });
    await eventually(() => one.isActive() || two.isActive(), { describe: 'one relay is active' });
    await writing;
    expect(one.isActive() && two.isActive()).toBe(false);
    const [active, standby] = one.isActive() ? [one, two] : [two, one];
    await active.waitUntilPublished(BOARD, 200);
    await active.stop();
    await append(connection, { from: 201, to: 220 });
    await standby.waitUntilPublished(BOARD, 220);
    expect(standby.isActive()).toBe(true);
    expect(checkOnWire(await readTopic(bus, topic), 220)).toBe(0);
    await standby.stop();
    await other.close();
  });

  test('a relay that slept past its lease is fenced: its late mark is refused', async () => {
    await append(connection, { from: 1, to: 40 });
    let wake: () => void = () => undefined;
    let asleep = false;
    const crashPoints: CrashPoints = {
      async reach(name) {
        if (name !== 'relay-after-send-before-mark' || asleep) return;
        asleep = true;
        // As after SIGSTOP no lease is renewed, because the owner in the database is changed below.
        await new Promise<void>((resolveSleep) => {
          wake = resolveSleep;
        });
      },
    };
    const zombie = startRelay({ batchSize: 10, crashPoints });
    await eventually(() => asleep, { describe: 'the first relay sleeps' });
    await databaseOf(connection)
      .collection('leases')
      .updateMany({}, { $set: { expiresAt: new Date(0), owner: 'nobody' } });
    const other = await connectAgain(connection);
    const successor = startRelay({ connection: other, batchSize: 100 });
    await successor.waitUntilPublished(BOARD, 40);
    wake();
    await eventually(() => !zombie.isActive(), { describe: 'the zombie has noticed' });
    // As written last, whether a majority has it yet or not.
    const checkpoint = await databaseOf(connection)
      .collection('relay_checkpoints', { readConcern: { level: 'local' } })
      .findOne({});
    expect(checkpoint).toMatchObject({ position: 40, token: 2 });
    expect(successor.isActive()).toBe(true);
    checkOnWire(await readTopic(bus, topic), 40);
    await zombie.stop();
    await successor.stop();
    await other.close();
  });

  test('works off what was written while the broker was down, with nothing lost and order kept', async () => {
    const kafka = await startOwnServer('kafka');
    const ownBus = createKafkaBus({ brokers: [kafka.address], clientId: 'outage', logger: silentLogger });
    try {
      await ownBus.createTopics([{ topic, partitions: 2 }]);
      const relay = startRelay({ bus: ownBus, batchSize: 30 });
      await append(connection, { from: 1, to: 50 });
      await relay.waitUntilPublished(BOARD, 50, { timeoutMs: 20_000 });
      await kafka.kill();
      await append(connection, { from: 51, to: 150 });
      await eventually(() => !relay.readiness().ready, { describe: 'the relay reports the outage' });
      expect(relay.isActive()).toBe(true);
      expect(await relay.published(BOARD)).toBe(50);
      await kafka.restart();
      await relay.waitUntilPublished(BOARD, 150, { timeoutMs: 30_000 });
      expect(relay.readiness()).toEqual({ ready: true });
      checkOnWire(await readTopic(ownBus, topic), 150);
      await relay.stop();
    } finally {
      await kafka.stop();
    }
  }, 120_000);
});
