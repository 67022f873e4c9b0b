import { join } from 'node:path';
import type { Admin, Kafka } from 'kafkajs';
import type { DebeziumTuning } from '../baselines/debezium/debezium-settings';
import { fetchDebezium } from '../baselines/debezium/fetch-debezium';
import { createDebeziumPair, TUNINGS } from '../baselines/debezium/debezium-pair';
import type { DebeziumPair, Primed } from '../baselines/debezium/debezium-pair';
import { debeziumEventId } from '../baselines/debezium/run-debezium';
import { runRawKafka, storeMessages } from '../baselines/run-raw-kafka';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createKafkaClient, withAdmin } from '../environment/kafka-client';
import { openLogBench } from '../environment/log-bench';
import type { LogBench } from '../environment/log-bench';
import { auditDelivery, deliveryText } from '../measure/delivery-audit';
import type { ExactnessCheck, Form, Goal, Line, Measurement } from '../measure/goal';
import { inTurns, valuesOf } from '../measure/rounds';
import type { Side } from '../measure/rounds';
import { createTopic, watchArrival } from '../measure/topic-probe';
import type { Arrival } from '../measure/topic-probe';
import { fillLog } from '../sample/fill-log';
import { startRelay } from '../sides/start-relay';

const BOARD = 'bench';
const SOURCE = 'registry';
const PARTITIONS = 4;
const AGGREGATES = 1_000;
const DRAIN_TIMEOUT_MS = 600_000;
const SIZES: Record<Form, { readonly events: number; readonly rounds: number }> = {
  tiny: { events: 2_000, rounds: 1 },
  quick: { events: 30_000, rounds: 3 },
  full: { events: 100_000, rounds: 5 },
};
/** One round's database: a backlog that every side drains for itself, into a topic of its own. */
interface Round {
  readonly bench: LogBench;
  readonly topics: ReadonlyMap<string, string>;
  /** Absent where Debezium could not be fetched. */
  readonly debezium?: { readonly pair: DebeziumPair; readonly primed: Primed };
}

interface Context {
  readonly environment: BenchEnvironment;
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly events: number;
  readonly debezium: string | undefined;
}

const sideOf = (tuning: DebeziumTuning): string => `Debezium Server, ${tuning}`;
const OURS = 'relay';
const RAW = 'kafkajs produce';

/** Between the first and the last message's arrival, so that no side pays for starting. */
const rateOf = ({ firstAtMs, lastAtMs, countAtFirst }: Arrival, count: number): number =>
  ((count - countAtFirst) / (lastAtMs - firstAtMs)) * 1000;

const topicOf = (round: Round, side: string): string => {
  const topic = round.topics.get(side);
  if (topic === undefined) throw new Error(`no topic for ${side}`);
  return topic;
};

async function prepareRound(context: Context, number: number): Promise<Round> {
  const { environment, admin, events } = context;
  const bench = await openLogBench(environment, 'c2');
  const fill = (count: number, from: number): Promise<number> => fillLog({ ...bench, board: BOARD, aggregates: AGGREGATES, count, from });
  const sides = [OURS, RAW, ...(context.debezium === undefined ? [] : TUNINGS.map(sideOf))];
  const topics = new Map(sides.map((side) => [side, environment.uniqueName('c2')]));
  for (const topic of topics.values()) await createTopic(admin, topic, PARTITIONS);
  if (context.debezium === undefined) {
    await fill(events, 0);
    return { bench, topics };
  }
  const pair = createDebeziumPair({
    home: context.debezium,
    folder: await environment.emptyFolder(`c2-${number.toString()}`),
    mongoUrl: bench.url,
    database: bench.database,
    collection: 'event_log',
    brokers: environment.brokers,
    topics: { default: topics.get(sideOf('default')) ?? '', tuned: topics.get(sideOf('tuned')) ?? '' },
  });
  const primed = await pair.prime(admin, (number) => fill(1, number));
  await fill(events - primed.written, primed.written);
  return { bench, topics, debezium: { pair, primed } };
}

async function drainByRelay(context: Context, round: Round): Promise<number> {
  const topic = topicOf(round, OURS);
  const arrival = watchArrival(context.admin, topic, { count: context.events, timeoutMs: DRAIN_TIMEOUT_MS });
  const child = await startRelay({ mongoUrl: round.bench.url, brokers: context.environment.brokers, topic, source: SOURCE });
  try {
    return rateOf(await arrival, context.events);
  } finally {
    await child.stop();
  }
}

async function produceRaw({ environment }: Context, round: Round): Promise<number> {
  const messagesFile = join(await environment.emptyFolder('c2-raw'), 'messages.ndjson');
  await storeMessages({ log: round.bench.log, board: BOARD, source: SOURCE, file: messagesFile });
  return runRawKafka({ kind: 'produce', brokers: environment.brokers, topic: topicOf(round, RAW), messagesFile });
}

async function drainByDebezium(context: Context, round: Round, tuning: DebeziumTuning): Promise<number> {
  if (!round.debezium) throw new Error('Debezium is not there');
  const { pair, primed } = round.debezium;
  const count = context.events - primed.written;
  const arrival = watchArrival(context.admin, topicOf(round, sideOf(tuning)), {
    count,
    base: primed.seen[tuning],
    timeoutMs: DRAIN_TIMEOUT_MS,
  });
  const child = await pair.start(tuning);
  try {
    return rateOf(await arrival, count);
  } finally {
    await child.stop();
  }
}

/** Events that were written before a connector had opened its change stream. */
function unseen({ debezium }: Round, side: string): number {
  const tuning = TUNINGS.find((candidate) => sideOf(candidate) === side);
  return tuning === undefined || !debezium ? 0 : debezium.primed.written - debezium.primed.seen[tuning];
}

async function auditRound(context: Context, round: Round): Promise<ExactnessCheck[]> {
  const { kafka, admin, events } = context;
  const checks: ExactnessCheck[] = [];
  for (const [side, topic] of round.topics) {
    const delivery = await auditDelivery(kafka, admin, topic, (message) => {
      const id = message.header('ce_position') ?? debeziumEventId(message.header('id'))?.split('/')[1];
      return Number(id);
    });
    checks.push({
      name: side,
      expected: deliveryText({ distinct: events - unseen(round, side), outOfOrder: 0 }),
      actual: deliveryText(delivery),
    });
  }
  return checks;
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { events, rounds } = SIZES[form];
  const home = await fetchDebezium({ cache: environment.cacheFolder, say: environment.say });
  const kafka = createKafkaClient(environment.brokers);
  return withAdmin(kafka, async (admin) => {
    const context: Context = { environment, kafka, admin, events, debezium: 'folder' in home ? home.folder : undefined };
    const checks: ExactnessCheck[] = [];
    let current: Promise<Round> | undefined;
    let sidesLeft = 0;
    const sides: Side<number>[] = [];
    const add = (name: string, run: (round: Round) => Promise<number>): void => {
      sides.push({
        name,
        async run(number) {
          if (sidesLeft === 0) {
            current = prepareRound(context, number);
            sidesLeft = sides.length;
          }
          if (!current) throw new Error('no round is prepared');
          const round = await current;
          const rate = await run(round);
          sidesLeft -= 1;
          if (sidesLeft === 0) {
            checks.push(...(await auditRound(context, round)));
            await round.bench.close();
          }
          return rate;
        },
      });
    };
    add(OURS, (round) => drainByRelay(context, round));
    add(RAW, (round) => produceRaw(context, round));
    if (context.debezium !== undefined)
      for (const tuning of TUNINGS) add(sideOf(tuning), (round) => drainByDebezium(context, round, tuning));
    const results = await inTurns(rounds, sides, environment.say);
    return { lines: linesOf(results, 'missing' in home ? home.missing : undefined), checks };
  });
}

function linesOf(results: ReadonlyMap<string, readonly number[]>, debeziumMissing: string | undefined): Line[] {
  const series = (side: string) => ({ label: side, unit: 'events/s', values: valuesOf(results, side) });
  const debezium = TUNINGS.map((tuning): Line => {
    const name = `drain v ${sideOf(tuning)}`;
    if (debeziumMissing !== undefined) return { kind: 'not-measured', name, why: debeziumMissing };
    return { kind: 'ratio', name, ours: series(OURS), baseline: series(sideOf(tuning)), bound: { atLeast: 8 } };
  });
  return [
    ...debezium,
    { kind: 'ratio', name: 'drain v bare producing of the same bytes', ours: series(OURS), baseline: series(RAW), bound: { atLeast: 0.2 } },
  ];
}

export const c2RelayDrain: Goal = { id: 'C2', title: 'relay drains a backlog of the event log into Kafka', measure };
