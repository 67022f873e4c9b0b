import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createApiClient } from '../platform/api-client';
import type { Measure } from '../measure/measure';
import { watchBoard } from '../measure/timeline';
import type { Platform } from '../platform/platform';
import { until } from '../platform/until';
import { watchProcessor } from '../platform/waited-for-cpu';
import type { ProcessorTime } from '../platform/waited-for-cpu';
import type { Fault } from './fault';

/** Twice the session of a consumer and more than twice the lease of a relay. */
const FROZEN_FOR_MS = 12_000;
const TAKEN_OVER_WITHIN_MS = 8_000;
const PATIENCE_MS = 60_000;

const takeover = (demand: string, value: number, { waitedMs }: ProcessorTime): Measure => ({
  demand,
  value,
  unit: 'ms',
  is: 'at most',
  bound: TAKEN_OVER_WITHIN_MS + waitedMs,
  floor: waitedMs,
});

/**
 * The second copies of both services are stopped in their tracks (SIGSTOP) while they hold partitions and the relay's lease; the
 * first ones must take over; then the frozen ones wake up (SIGCONT) and go on with whatever they were about to write.
 */
export const freezeSecondCopies: Fault = {
  name: 'SIGSTOP the second copies until the first have taken over, then SIGCONT',
  async strike(platform, { timeline }) {
    const [registry, frozenRegistry] = platform.registries;
    const [reporting, frozenReporting] = platform.reportings;
    if (!registry || !frozenRegistry || !reporting || !frozenReporting) throw new Error('the platform has no second copies');
    // The relay's lease passes to the second copy by the first one's end.
    await registry.stop();
    await registry.start();
    const measures: Measure[] = [];
    try {
      frozenReporting.kill('SIGSTOP');
      const frozenAt = performance.now();
      const consumer = await watchProcessor(reporting.pid());
      const { recorded } = await timeline.look();
      // Its partitions hold some of what was recorded by then.
      const settled = await timeline.next((sample) => sample.settled >= recorded, {
        what: 'the first reporting process to take over the partitions',
        timeoutMs: PATIENCE_MS,
      });
      measures.push(takeover('D6 consumer frozen: its partitions are taken over', settled.atMs - frozenAt, await consumer()));
      frozenRegistry.kill('SIGSTOP');
      const relayFrozenAt = performance.now();
      const relay = await watchProcessor(registry.pid());
      measures.push(
        takeover('D6 relay frozen: its lease is taken over, an event is published', await publishMs(platform, registry.url), await relay()),
      );
      await pause(Math.max(0, FROZEN_FOR_MS - (performance.now() - relayFrozenAt)));
    } finally {
      frozenRegistry.kill('SIGCONT');
      frozenReporting.kill('SIGCONT');
    }
    return measures;
  },
};

/** How long until something that is recorded now is in Kafka. */
async function publishMs(platform: Platform, url: string): Promise<number> {
  const client = createApiClient({ baseUrls: [url], token: await platform.token({ subject: 'a.prober', roles: ['recorder'] }) });
  const board = `takeover-${randomUUID().slice(0, 8)}`;
  const startedAt = performance.now();
  await client.insist('POST', `/v1/boards/${board}/records/exchange-rates`, {
    date: '2020-01-01',
    currency: 'USD',
    vnd_per_unit: '23000',
    source: '',
  });
  const timeline = watchBoard(platform, board);
  try {
    const sample = await until(() => Promise.resolve(timeline.samples.find(({ published }) => published > 0)), {
      what: 'the first registry to take over the relay',
      timeoutMs: PATIENCE_MS,
      everyMs: 20,
    });
    return sample.atMs - startedAt;
  } finally {
    await timeline.stop();
  }
}
