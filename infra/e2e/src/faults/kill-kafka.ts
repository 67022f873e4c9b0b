import { setTimeout as pause } from 'node:timers/promises';
import type { Measure } from '../measure/measure';
import { ratePerSecond } from '../measure/timeline';
import { until } from '../platform/until';
import { watchProcessor } from '../platform/waited-for-cpu';
import type { Fault } from './fault';

const WRITES_AT_LEAST = 0.9;
const DRAINED_WITHIN_MS = 10_000;
/** Rates are compared only over outages of at least this length. */
const LEAST_OUTAGE_MS = 4_000;
/** A load begins slowly: its projects' parks come one after the other. */
const WARM_UP_MS = 2_000;

/**
 * Kafka is killed, the registry must go on taking writes, Kafka comes back.
 * @param meanwhile what is done while it is away, for example `awayFor(60_000)`
 */
export const killKafka = (meanwhile: () => Promise<void>): Fault => ({
  name: 'kill -9 Kafka, back later',
  async strike({ servers, processesOf }, { timeline }) {
    await servers.kafka.kill();
    const killedAt = performance.now();
    await meanwhile();
    const restartedAt = performance.now();
    await servers.kafka.restart();
    const back = await timeline.look();
    const processor = await watchProcessor(processesOf('reporting')[0].pid());
    const drained = await until(() => Promise.resolve(timeline.samples.find(({ settled }) => settled >= back.recorded)), {
      what: 'the backlog of the outage',
      timeoutMs: 120_000,
      everyMs: 20,
    });
    const { waitedMs } = await processor();
    const measures: Measure[] = [
      {
        demand: 'D4 backlog drained after Kafka answers',
        value: Math.max(0, drained.atMs - back.atMs),
        unit: 'ms',
        is: 'at most',
        bound: DRAINED_WITHIN_MS + waitedMs,
        floor: waitedMs,
      },
    ];
    const startedAt = timeline.samples[0]?.atMs ?? killedAt;
    const before = ratePerSecond(timeline.samples, 'recorded', { fromMs: startedAt + WARM_UP_MS, toMs: killedAt });
    if (restartedAt - killedAt >= LEAST_OUTAGE_MS && before > 0) {
      const during = ratePerSecond(timeline.samples, 'recorded', { fromMs: killedAt, toMs: restartedAt });
      measures.push({
        demand: 'D4 writes accepted without Kafka, of the rate before',
        value: during / before,
        unit: 'times',
        is: 'at least',
        bound: WRITES_AT_LEAST,
      });
    }
    return measures;
  },
});

export const awayFor = (ms: number) => (): Promise<void> => pause(ms);
