import { topics } from '@kcn/contracts';
import { startBareConsumer } from '../measure/bare-consumer';
import type { BareConsumer } from '../measure/bare-consumer';
import type { Measure } from '../measure/measure';
import { ratePerSecond } from '../measure/timeline';
import { servesGrpc } from '../platform/grpc-health';
import type { Platform } from '../platform/platform';
import type { ServiceName } from '../platform/service-process';
import { until } from '../platform/until';
import { watchProcessor } from '../platform/waited-for-cpu';
import type { LoadUnderWay } from './fault';

const ANSWERS_WITHIN_MS = 2_000;
const WORKS_WITHIN_MS = 8_000;
/** What is left of that beside a bare consumer, which needs 6.1 s because a killed member's session has to run out. */
const BEYOND_BARE_MS = 1_900;
const DRAIN_AT_LEAST = 5;
/** What is worked off must have been waiting for so long, or the clock's ticks would be measured. */
const LEAST_BACKLOG = 50;
const PATIENCE_MS = 60_000;
/** What a killed process had sent may still take effect for so long. */
const AFTERLIFE_MS = 150;

/** What a service adds to when it does its part of the work. */
const WORK = {
  registry: { verb: 'publishes', count: 'published', sign: 'published' },
  reporting: { verb: 'consumes', count: 'settled', sign: 'consumed' },
} as const;

/** SIGKILLs a service under load, starts it at once, and measures until what piled up meanwhile is worked off. */
export async function measureRestart(platform: Platform, load: LoadUnderWay, service: ServiceName): Promise<readonly Measure[]> {
  const bare = service === 'reporting' ? await startBareConsumer(platform.brokers, topics.registry) : undefined;
  try {
    return await killAndMeasure(platform, load, { service, bare });
  } finally {
    bare?.kill();
  }
}

async function killAndMeasure(
  platform: Platform,
  { timeline }: LoadUnderWay,
  { service, bare }: { readonly service: ServiceName; readonly bare: BareConsumer | undefined },
): Promise<readonly Measure[]> {
  const [victim] = platform.processesOf(service);
  bare?.kill();
  await victim.destroy();
  const killedAt = performance.now();
  victim.launch();
  const bareRestart = bare?.restart();
  const startedAt = performance.now();
  const processor = await watchProcessor(victim.pid());
  /** On a machine of its own it would have been quicker by as long as others had the processors: that is the floor. */
  const within = async (demand: string, ms: number, atMs = performance.now()): Promise<Measure> => {
    const { waitedMs: floor } = await processor();
    return { demand: `D1 ${service} ${demand} again`, value: atMs - startedAt, unit: 'ms', is: 'at most', bound: ms + floor, floor };
  };
  const answers = async (what: string, ask: () => Promise<boolean>): Promise<Measure> => {
    await until(ask, { what: `${victim.name} answers ${what}`, timeoutMs: PATIENCE_MS, everyMs: 10 });
    return within(`answers ${what}`, ANSWERS_WITHIN_MS);
  };
  const measures = await Promise.all([answers('HTTP', victim.isReady), answers('gRPC', () => servesGrpc(victim.grpcAddress))]);
  if (service !== 'registry' && service !== 'reporting') return measures;

  const { verb, count, sign } = WORK[service];
  const before = timeline.samples.findLast(({ atMs }) => atMs < killedAt + AFTERLIFE_MS) ?? (await timeline.look());
  const isAtRest = (await timeline.look()).recorded === before[count];
  if (isAtRest) return measures;
  const first = await untilSample((sample) => sample.atMs > startedAt && sample[sign] > before[sign], `${service} ${verb} again`);
  const works = await within(verb, WORKS_WITHIN_MS, first.atMs);
  const bareMs = await bareRestart;
  measures.push(
    bareMs === undefined || bareMs + BEYOND_BARE_MS <= works.bound ? works : { ...works, bound: bareMs + BEYOND_BARE_MS, floor: bareMs },
  );
  const draining = await watchProcessor(victim.pid());
  const drained = await untilSample((sample) => sample.atMs >= first.atMs && sample[count] >= first.recorded, `${service}'s backlog`);
  const backlog = first.recorded - before[count];
  const arrival = ratePerSecond(timeline.samples, 'recorded', { fromMs: killedAt, toMs: first.atMs });
  const beforeFirst = timeline.samples.findLast(({ atMs }) => atMs < first.atMs) ?? first;
  if (backlog >= LEAST_BACKLOG && arrival > 0) {
    const { share } = await draining();
    const drain = (backlog * 1_000) / (drained.atMs - beforeFirst.atMs);
    measures.push({
      demand: `D1 ${service}'s backlog drains, of the arrival rate`,
      value: drain / arrival,
      unit: 'times',
      is: 'at least',
      bound: DRAIN_AT_LEAST * share,
    });
  }
  return measures;

  function untilSample(asked: Parameters<typeof timeline.next>[0], what: string) {
    return until(() => Promise.resolve(timeline.samples.find(asked)), { what, timeoutMs: PATIENCE_MS, everyMs: 20 });
  }
}
