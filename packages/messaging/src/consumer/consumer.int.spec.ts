import { resolve } from 'node:path';
import { eventually, spawnService } from '@kcn/testkit';
import { createEventEncoder } from '../kafka/cloud-events';
import type { IncomingMessage, OutgoingMessage } from '../kafka/event-bus';
import type { LogEntry } from '../log/log-entry';
import { connectMongo } from '../mongo/connect-mongo';
import { databaseOf } from '../mongo/database';
import { countedEntries, countingProjection } from '../testing/counting';
import { freshBus, freshConnection, freshTopic, kafkaBrokers, mongoUrl, silentLogger } from '../testing/fresh';
import { startProxy } from '../testing/tcp-proxy';
import { createApplier } from './applier';
import type { Applier } from './applier-types';
import { createConsumer } from './consumer';
import type { Consumer } from './consumer';

const BOARD = 'hung-yen';
const encode = createEventEncoder('test');

function expectedSums(entries: readonly LogEntry[]): Record<string, readonly [number, number, number]> {
  const sums: Record<string, [number, number, number]> = {};
  for (const { aggregate, aggregateVersion, payload } of entries) {
    const [sum, count] = sums[aggregate] ?? [0, 0, 0];
    sums[aggregate] = [sum + Number(Buffer.from(payload).toString()), count + 1, aggregateVersion];
  }
  return sums;
}

describe('consumer', () => {
  const bus = freshBus();
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  let topic: string;
  let applier: Applier;
  let consumers: Consumer[];
  let projection: ReturnType<typeof countingProjection>;
  beforeEach(async () => {
    connection = await freshConnection();
    topic = await freshTopic(bus, 3);
    projection = countingProjection(connection);
    applier = createApplier({ connection, consumer: 'counter', source: 'test', projection, logger: silentLogger });
    await applier.ensureIndexes();
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await connection.drop();
  });

  function startConsumer(own: Applier = applier): Consumer {
    const consumer = createConsumer({ bus, applier: own, topic, group: topic, logger: silentLogger });
    consumers.push(consumer);
    void consumer.start();
    return consumer;
  }

  async function send(messages: readonly OutgoingMessage[]): Promise<void> {
    const producer = await bus.createProducer();
    await producer.send(topic, messages);
    await producer.close();
  }

  test('applies what the topic has, once, over a restart and with every message sent three times', async () => {
    const entries = countedEntries(BOARD, { aggregates: 20, versions: 10 });
    await send([...entries.slice(0, 100), ...entries.slice(50, 100), ...entries.slice(0, 100)].map(encode));
    const first = startConsumer();
    await applier.waitUntilSettled(BOARD, 100, { timeoutMs: 20_000 });
    expect(first.readiness()).toEqual({ ready: true });
    await first.stop();
    await send(entries.slice(80).map(encode));
    startConsumer();
    await applier.waitUntilSettled(BOARD, 200, { timeoutMs: 20_000 });
    expect(await projection.snapshot(BOARD)).toEqual(expectedSums(entries));
  });

  test('poison of every kind is dead-lettered within 10 s, copied to the topic, and the partition goes on', async () => {
    const entries = countedEntries(BOARD, { aggregates: 8, versions: 4 });
    const spoiled = (index: number, change: Partial<LogEntry>): OutgoingMessage => encode({ ...(entries[index] as LogEntry), ...change });
    const bad = new Map<number, OutgoingMessage>([
      [0, spoiled(0, { type: 'kcn.test.v9.Counted' })],
      [9, spoiled(9, { payload: Buffer.from('not a number') })],
      // The handler always throws on thirteen.
      [18, spoiled(18, { payload: Buffer.from('13') })],
      [3, spoiled(3, { payload: Buffer.alloc(960_000, '1') })],
    ]);
    const unreadable: OutgoingMessage[] = [
      { key: 'x', value: Buffer.from('no headers at all'), headers: {} },
      { ...encode(entries[5] as LogEntry), headers: { ...encode(entries[5] as LogEntry).headers, ce_position: '99999999999999999999999' } },
    ];
    await send([...entries.map((entry, index) => bad.get(index) ?? encode(entry)), ...unreadable]);
    const began = performance.now();
    startConsumer();
    const held = new Set([...bad.keys()].map((index) => entries[index]?.aggregate));
    await eventually(
      async () => {
        const { deadLetters, highest } = await applier.settled(BOARD);
        return deadLetters === 4 && highest === 32;
      },
      { describe: 'four dead letters and everything else applied' },
    );
    expect(performance.now() - began).toBeLessThan(10_000);

    const sums = await projection.snapshot(BOARD);
    const sound = expectedSums(entries);
    for (const aggregate of Object.keys(sound)) if (!held.has(aggregate)) expect(sums[aggregate]).toEqual(sound[aggregate]);
    expect((await applier.parked(BOARD)).map((one) => [one.aggregate, one.code]).sort()).toEqual([
      ['unit:1', 'unknown_type'],
      ['unit:2', 'undecodable'],
      ['unit:3', 'bug'],
      ['unit:4', 'event_too_large'],
    ]);
    expect(projection.attempts.filter((position) => position === 19).length).toBeLessThanOrEqual(5);

    const letters: IncomingMessage[] = [];
    await eventually(
      async () => {
        letters.length = 0;
        for await (const batch of bus.readTopic(`${topic}.dlt`)) letters.push(...batch);
        return letters.length >= 6;
      },
      { describe: 'six messages in the dead-letter topic' },
    );
    const header = (letter: IncomingMessage, name: string): string | undefined => letter.headers[name]?.toString();
    expect(letters.map((letter) => header(letter, 'dlt_code')).sort()).toEqual([
      'bug',
      'event_too_large',
      'undecodable',
      'unknown_type',
      'unreadable_headers',
      'unreadable_headers',
    ]);
    for (const letter of letters) {
      expect(header(letter, 'dlt_topic')).toBe(topic);
      expect(header(letter, 'dlt_reason')).toBeTruthy();
      expect(header(letter, 'dlt_offset')).toMatch(/^\d+$/);
    }

    // Repaired: the log has the sound events.
    expect(await applier.replayDeadLetters(BOARD, { readEntry: (position) => Promise.resolve(entries[position - 1]) })).toEqual({
      replayed: 4,
      remaining: 0,
    });
    expect(await projection.snapshot(BOARD)).toEqual(sound);
    expect(await applier.settled(BOARD)).toEqual({ settled: 32, handled: 32, highest: 32, parked: 0, deadLetters: 0 });
  });

  test('a member killed after the effect and before the offset: taken over within 8 s, each effect once', async () => {
    const entries = countedEntries(BOARD, { aggregates: 30, versions: 20 });
    await send(entries.slice(0, 400).map(encode));
    const child = await spawnService(resolve(__dirname, '../testing/pipeline-process.cjs'), {
      ROLE: 'consumer',
      MONGO_URL: mongoUrl(connection.name),
      KAFKA: kafkaBrokers().join(','),
      TOPIC: topic,
      GROUP: topic,
      CRASH_AT: 'consumer-after-effect-before-offset:2',
    });
    expect((await child.ended).signal).toBe('SIGKILL');
    expect((await applier.settled(BOARD)).highest).toBeGreaterThan(0);
    const began = performance.now();
    startConsumer();
    await send(entries.slice(400).map(encode));
    await applier.waitUntilSettled(BOARD, 600, { timeoutMs: 20_000 });
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(await projection.snapshot(BOARD)).toEqual(expectedSums(entries));
  });

  test('while its database is away it pauses, says so, and goes on by itself', async () => {
    const url = new URL(mongoUrl(connection.name));
    const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
    url.host = `127.0.0.1:${proxy.port.toString()}`;
    url.search = '?directConnection=true';
    const throughProxy = await connectMongo(url.toString(), { serverSelectionTimeoutMs: 300 });
    try {
      const own = countingProjection(throughProxy);
      const consumer = startConsumer(
        createApplier({ connection: throughProxy, consumer: 'counter', source: 'test', projection: own, logger: silentLogger }),
      );
      const entries = countedEntries(BOARD, { aggregates: 4, versions: 4 });
      await send(entries.slice(0, 8).map(encode));
      await applier.waitUntilSettled(BOARD, 8, { timeoutMs: 20_000 });
      proxy.goDown();
      await send(entries.slice(8).map(encode));
      await eventually(() => !consumer.readiness().ready, { describe: 'the consumer says that it is paused' });
      expect(consumer.readiness().reason).toMatch(/is paused/);
      await proxy.comeUp();
      await applier.waitUntilSettled(BOARD, 16, { timeoutMs: 20_000 });
      await eventually(() => consumer.readiness().ready, { describe: 'the consumer is ready again' });
      expect(await projection.snapshot(BOARD)).toEqual(expectedSums(entries));
      expect(await databaseOf(connection).collection('dead_letters').countDocuments()).toBe(0);
      await consumer.stop();
    } finally {
      await throughProxy.close();
      await proxy.stop();
    }
  });
});
