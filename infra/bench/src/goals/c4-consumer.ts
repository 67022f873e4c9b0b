import { connectMongo, createApplier, createConsumer, createKafkaBus } from '@kcn/messaging';
import type { EventBus, LogEntry } from '@kcn/messaging';
import type { Kafka } from 'kafkajs';
import { pino } from 'pino';
import { consumeOneByOne } from '../baselines/one-by-one-consumer';
import { runRawKafka } from '../baselines/run-raw-kafka';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createKafkaClient, withAdmin } from '../environment/kafka-client';
import type { ExactnessCheck, Form, Goal, Measurement, Series } from '../measure/goal';
import { inTurns, valuesOf } from '../measure/rounds';
import { createTopic } from '../measure/topic-probe';
import { disturb } from '../sample/disturb';
import { produceEntries, sampleEntries } from '../sample/event-stream';
import { countDifferences, createCountingProjection, expectedCounts, prepareCounts } from '../sides/counting-projection';

const BOARD = 'bench';
const SOURCE = 'registry';
const PARTITIONS = 4;
const AGGREGATES = 1_000;
const TIMEOUT_MS = 300_000;
const SIZES: Record<Form, { readonly events: number; readonly oneByOne: number; readonly rounds: number }> = {
  tiny: { events: 3_000, oneByOne: 100, rounds: 1 },
  quick: { events: 50_000, oneByOne: 2_000, rounds: 3 },
  full: { events: 200_000, oneByOne: 10_000, rounds: 5 },
};
const DISTURBANCE = { duplicateShare: 0.3, shuffleWithin: 1_000, seed: 20_170_304 };

/** A topic whose messages are known. */
interface Stream {
  readonly topic: string;
  readonly entries: readonly LogEntry[];
  readonly messages: number;
}

interface Context {
  readonly environment: BenchEnvironment;
  readonly kafka: Kafka;
  readonly checks: ExactnessCheck[];
}

/** Times the batches of a consumer: from the first one handed over until `count` messages are done. */
function timed(bus: EventBus, count: number): { readonly bus: EventBus; readonly rate: Promise<number> } {
  let firstAtMs: number | undefined;
  let done = 0;
  let finish: (rate: number) => void = () => undefined;
  const rate = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the consumer did ${done.toString()} of ${count.toString()} messages in ${TIMEOUT_MS.toString()} ms`));
    }, TIMEOUT_MS);
    finish = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
  });
  return {
    rate,
    bus: {
      ...bus,
      createConsumer: (options) =>
        bus.createConsumer({
          ...options,
          async onBatch(messages, context) {
            firstAtMs ??= performance.now();
            const answer = await options.onBatch(messages, context);
            if (answer === 'done') done += messages.length;
            if (done >= count) finish((done / (performance.now() - firstAtMs)) * 1000);
            return answer;
          },
        }),
    },
  };
}

async function consumeByOurs({ environment, checks }: Context, stream: Stream, name: string): Promise<number> {
  const logger = pino({ level: 'error' });
  const connection = await connectMongo(environment.mongoUrl(environment.uniqueName('c4')), { appName: 'bench-consumer' });
  await prepareCounts(connection);
  const { bus, rate } = timed(createKafkaBus({ brokers: environment.brokers, clientId: 'bench-consumer', logger }), stream.messages);
  const applier = createApplier({
    connection,
    consumer: 'counter',
    source: SOURCE,
    projection: createCountingProjection(connection),
    logger,
  });
  await applier.ensureIndexes();
  const consumer = createConsumer({ bus, applier, topic: stream.topic, group: environment.uniqueName('c4'), logger });
  await consumer.start();
  try {
    const messagesPerSecond = await rate;
    const inbox = await applier.settled(BOARD);
    const differences = await countDifferences(connection, expectedCounts(stream.entries));
    const text = (settled: number, different: number, open: number): string =>
      `${settled.toString()} events settled, ${different.toString()} of ${AGGREGATES.toString()} aggregates differ, ${open.toString()} parked or dead`;
    checks.push({
      name,
      expected: text(stream.entries.length, 0, 0),
      actual: text(inbox.settled, differences, inbox.parked + inbox.deadLetters),
    });
    return messagesPerSecond;
  } finally {
    await consumer.stop();
    await connection.dropDatabase();
    await connection.close();
  }
}

async function consumeByTextbook({ environment, kafka, checks }: Context, stream: Stream, limit: number): Promise<number> {
  const connection = await connectMongo(environment.mongoUrl(environment.uniqueName('c4')), { appName: 'bench-one-by-one' });
  try {
    await prepareCounts(connection);
    const { messages, elapsedMs, applied } = await consumeOneByOne({
      kafka,
      connection,
      topic: stream.topic,
      group: environment.uniqueName('c4'),
      limit,
    });
    const differences = await countDifferences(connection, expectedCounts(applied));
    checks.push({
      name: 'one transaction per message',
      expected: '0 aggregates differ',
      actual: `${differences.toString()} aggregates differ`,
    });
    return (messages / elapsedMs) * 1000;
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { events, oneByOne, rounds } = SIZES[form];
  const kafka = createKafkaClient(environment.brokers);
  const context: Context = { environment, kafka, checks: [] };
  const entries = sampleEntries({ board: BOARD, count: events, aggregates: AGGREGATES });
  const makeStream = async (sent: readonly LogEntry[]): Promise<Stream> => {
    const topic = environment.uniqueName('c4');
    await withAdmin(kafka, (admin) => createTopic(admin, topic, PARTITIONS));
    await produceEntries(kafka, topic, sent, SOURCE);
    return { topic, entries, messages: sent.length };
  };
  const clean = await makeStream(entries);
  const disturbed = await makeStream(disturb(entries, DISTURBANCE));

  const results = await inTurns(
    rounds,
    [
      { name: 'consumer, disturbed stream', run: () => consumeByOurs(context, disturbed, 'consumer, disturbed stream') },
      { name: 'one transaction per message', run: () => consumeByTextbook(context, disturbed, oneByOne) },
      {
        name: 'kafkajs eachBatch',
        run: () =>
          runRawKafka({
            kind: 'consume',
            brokers: environment.brokers,
            topic: disturbed.topic,
            group: environment.uniqueName('c4'),
            count: disturbed.messages,
          }),
      },
      { name: 'consumer, clean stream', run: () => consumeByOurs(context, clean, 'consumer, clean stream') },
    ],
    environment.say,
  );
  const series = (name: string): Series => ({ label: name, unit: 'messages/s', values: valuesOf(results, name) });
  const ours = series('consumer, disturbed stream');
  return {
    lines: [
      {
        kind: 'ratio',
        name: 'v one transaction per message',
        ours,
        baseline: series('one transaction per message'),
        bound: { atLeast: 40 },
      },
      { kind: 'ratio', name: 'v bare consuming', ours, baseline: series('kafkajs eachBatch'), bound: { atLeast: 0.12 } },
      { kind: 'shown', measured: series('consumer, clean stream') },
    ],
    checks: context.checks,
  };
}

export const c4Consumer: Goal = { id: 'C4', title: 'idempotent consumer, 30 % duplicates, shuffled within 1,000', measure };
