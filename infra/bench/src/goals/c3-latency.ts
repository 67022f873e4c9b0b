import type { Consumer, Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { createDebeziumPair, TUNINGS } from '../baselines/debezium/debezium-pair';
import type { DebeziumTuning } from '../baselines/debezium/debezium-settings';
import { fetchDebezium } from '../baselines/debezium/fetch-debezium';
import { debeziumEventId } from '../baselines/debezium/run-debezium';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createKafkaClient, withAdmin } from '../environment/kafka-client';
import { openLogBench } from '../environment/log-bench';
import type { LogBench } from '../environment/log-bench';
import type { RunningChild } from '../measure/child-process';
import type { ExactnessCheck, Form, Goal, Line, Measurement } from '../measure/goal';
import { openLoop } from '../measure/open-loop';
import { inTurns, valuesOf } from '../measure/rounds';
import type { Side } from '../measure/rounds';
import { quantile } from '../measure/statistics';
import { countMessages, createTopic } from '../measure/topic-probe';
import { until } from '../measure/until';
import { fillLog } from '../sample/fill-log';
import { createCommandWriter } from '../sides/command-writer';
import type { CommandWriter } from '../sides/command-writer';
import { startRelay } from '../sides/start-relay';

const BOARD = 'bench';
const PARTITIONS = 4;
const AGGREGATES = 1_000;
const ARRIVAL_TIMEOUT_MS = 30_000;
interface Size {
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly rounds: number;
  /** Events that the log holds, published, before the first round; the further side has ten times as many. */
  readonly history: number;
}
const SIZES: Record<Form, Size> = {
  tiny: { ratePerSecond: 100, seconds: 3, rounds: 1, history: 300 },
  quick: { ratePerSecond: 300, seconds: 10, rounds: 3, history: 5_000 },
  full: { ratePerSecond: 300, seconds: 30, rounds: 5, history: 20_000 },
};
const WARM_UP_SECONDS = 2;

/** One way from the log to a handler: a database, a topic, and a process that carries events from one to the other. */
interface Way {
  readonly name: string;
  readonly bench: LogBench;
  readonly topic: string;
  readonly writer: CommandWriter;
  start(): Promise<RunningChild>;
}

interface RoundResult {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly sent: number;
  readonly missing: number;
}

const OURS = 'relay';
const OURS_LONG = 'relay, log ten times as long';
const debeziumName = (tuning: DebeziumTuning): string => `Debezium Server, ${tuning}`;

async function openWay(environment: BenchEnvironment, name: string, history: number): Promise<Omit<Way, 'start'>> {
  const bench = await openLogBench(environment, 'c3');
  await fillLog({ ...bench, board: BOARD, count: history, aggregates: AGGREGATES });
  return {
    name,
    bench,
    topic: environment.uniqueName('c3'),
    writer: await createCommandWriter({ ...bench, board: BOARD, aggregates: AGGREGATES }),
  };
}

async function openWays(environment: BenchEnvironment, { history }: Size, debeziumHome: string | undefined): Promise<Way[]> {
  const ways: Way[] = [];
  for (const [name, length] of [
    [OURS, history],
    [OURS_LONG, history * 10],
  ] as const) {
    const way = await openWay(environment, name, length);
    ways.push({
      ...way,
      start: () => startRelay({ mongoUrl: way.bench.url, brokers: environment.brokers, topic: way.topic, source: 'registry' }),
    });
  }
  if (debeziumHome === undefined) return ways;
  for (const tuning of TUNINGS) {
    const way = await openWay(environment, debeziumName(tuning), history);
    const pair = createDebeziumPair({
      home: debeziumHome,
      folder: await environment.emptyFolder(`c3-${tuning}`),
      mongoUrl: way.bench.url,
      database: way.bench.database,
      collection: 'event_log',
      brokers: environment.brokers,
      topics: { default: way.topic, tuned: way.topic },
    });
    ways.push({ ...way, start: () => pair.start(tuning) });
  }
  return ways;
}

/** The handler under test: notes when it is called with which event. */
async function startHandler(kafka: Kafka, topic: string, group: string, onEvent: (position: number) => void): Promise<Consumer> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 500 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: false });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      resolve();
    });
  });
  await consumer.run({
    eachMessage: ({ message }) => {
      const id = message.headers?.['ce_position']?.toString() ?? debeziumEventId(message.headers?.['id']?.toString())?.split('/')[1];
      onEvent(Number(id));
      return Promise.resolve();
    },
  });
  await joined;
  return consumer;
}

async function runRound(environment: BenchEnvironment, kafka: Kafka, way: Way, size: Size): Promise<RoundResult> {
  const arrivedAtMs = new Map<number, number>();
  const dueAtMsOf = new Map<number, number>();
  const carrier = await way.start();
  let handler: Consumer | undefined;
  try {
    await waitUntilIdle(kafka, way.topic);
    handler = await startHandler(kafka, way.topic, environment.uniqueName('c3'), (position) => {
      if (!arrivedAtMs.has(position)) arrivedAtMs.set(position, performance.now());
    });
    await writeUntilOneArrives(way, arrivedAtMs);
    const send =
      (measured: boolean) =>
      async (index: number, dueAtMs: number): Promise<void> => {
        const position = await way.writer.write(index);
        if (measured) dueAtMsOf.set(position, dueAtMs);
      };
    await openLoop({ ratePerSecond: size.ratePerSecond, count: size.ratePerSecond * WARM_UP_SECONDS, send: send(false) });
    await openLoop({ ratePerSecond: size.ratePerSecond, count: size.ratePerSecond * size.seconds, send: send(true) });
    const allArrived = (): true | undefined => ([...dueAtMsOf.keys()].every((position) => arrivedAtMs.has(position)) ? true : undefined);
    await until('all events', ARRIVAL_TIMEOUT_MS, allArrived, 100).catch(() => undefined);
  } finally {
    await handler?.disconnect();
    await carrier.stop();
  }
  const latencies = [...dueAtMsOf]
    .map(([position, dueAtMs]) => (arrivedAtMs.get(position) ?? Number.NaN) - dueAtMs)
    .filter((ms) => !Number.isNaN(ms));
  return {
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    sent: dueAtMsOf.size,
    missing: dueAtMsOf.size - latencies.length,
  };
}

/** The history is on its way first; the measured events must not queue behind it. */
async function waitUntilIdle(kafka: Kafka, topic: string): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    let before = -1;
    await until(
      `${topic} to come to rest`,
      300_000,
      async () => {
        const now = await countMessages(admin, topic);
        const rests = now === before;
        before = now;
        return rests ? true : undefined;
      },
      1_000,
    );
  });
}

async function writeUntilOneArrives(way: Way, arrived: ReadonlyMap<number, number>): Promise<void> {
  await until(
    `an event through ${way.name}`,
    60_000,
    async () => {
      const position = await way.writer.write(0);
      await pause(200);
      return [...arrived.keys()].some((other) => other <= position) ? true : undefined;
    },
    100,
  );
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const size = SIZES[form];
  const home = await fetchDebezium({ cache: environment.cacheFolder, say: environment.say });
  const kafka = createKafkaClient(environment.brokers);
  const ways = await openWays(environment, size, 'folder' in home ? home.folder : undefined);
  await withAdmin(kafka, async (admin) => {
    for (const way of ways) await createTopic(admin, way.topic, PARTITIONS);
  });
  const sides = ways.map((way): Side<RoundResult> => ({ name: way.name, run: () => runRound(environment, kafka, way, size) }));
  // The bench's own writer and handler warm up; otherwise whichever side comes first pays for it.
  environment.say('warming up');
  await sides[0]?.run(0);
  const results = await inTurns(size.rounds, sides, environment.say);
  for (const way of ways) {
    await way.writer.stop();
    await way.bench.close();
  }
  return { lines: linesOf(results, 'missing' in home ? home.missing : undefined), checks: checksOf(results) };
}

function linesOf(results: ReadonlyMap<string, readonly RoundResult[]>, debeziumMissing: string | undefined): Line[] {
  const series = (side: string, quantileName: 'p50Ms' | 'p99Ms' = 'p99Ms') => ({
    label: `${side}, ${quantileName.slice(0, 3)}`,
    unit: 'ms',
    values: valuesOf(results, side).map((round) => round[quantileName]),
  });
  const bounds: Record<DebeziumTuning, number> = { tuned: 0.6, default: 0.1 };
  const debezium = TUNINGS.map((tuning): Line => {
    const name = `p99 from request to handler v ${debeziumName(tuning)}`;
    if (debeziumMissing !== undefined) return { kind: 'not-measured', name, why: debeziumMissing };
    return { kind: 'ratio', name, ours: series(OURS), baseline: series(debeziumName(tuning)), bound: { atMost: bounds[tuning] } };
  });
  return [
    ...debezium,
    { kind: 'ratio', name: 'p99 with a log ten times as long', ours: series(OURS_LONG), baseline: series(OURS), bound: { atMost: 2 } },
    ...[...results.keys()].map((side): Line => ({ kind: 'shown', measured: series(side, 'p50Ms') })),
  ];
}

const checksOf = (results: ReadonlyMap<string, readonly RoundResult[]>): ExactnessCheck[] =>
  [...results].map(([side, rounds]) => {
    const sent = rounds.reduce((sum, round) => sum + round.sent, 0);
    const missing = rounds.reduce((sum, round) => sum + round.missing, 0);
    return {
      name: side,
      expected: `0 of ${sent.toString()} requests missing at the handler`,
      actual: `${missing.toString()} of ${sent.toString()} requests missing at the handler`,
    };
  });

export const c3Latency: Goal = { id: 'C3', title: 'from the request to the consumer’s handler, open loop', measure };
