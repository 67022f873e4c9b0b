import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createApiClient } from '../platform/api-client';
import type { Measure } from '../measure/measure';
import { until } from '../platform/until';
import { watchProcessor } from '../platform/waited-for-cpu';
import type { Fault } from './fault';

const TAKEN_OVER_WITHIN_MS = 8_000;
const PATIENCE_MS = 60_000;
/** Twice a job's lease. */
const FROZEN_FOR_MS = 10_000;
/** What the other worker has in hand is done long before. */
const HELD_AFTER_MS = 1_500;
const ATTEMPTS = 10;
const MONTHS = ['Q1', 'Q2', 'Q3', 'Q4', 'H1', '9M'];

interface Request {
  readonly _id: string;
  readonly state: string;
}

/** The second reporting copy is stopped in its tracks with summaries in hand; the first one has to finish them. */
export const freezeWorker: Fault = {
  name: 'SIGSTOP a worker with summaries in hand, then SIGCONT',
  async strike(platform, { board }) {
    const [first, frozen] = platform.reportings;
    if (!first || !frozen) throw new Error('the platform has no second copies');
    const client = createApiClient({
      baseUrls: [first.url],
      token: await platform.token({ subject: 'a.recorder', roles: ['recorder', 'reader'] }),
    });
    const requests = platform.reportingDb.collection<Request>('job_requests');
    const open = { board, job: 'summary-run', state: { $in: ['queued', 'running'] } };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const asked = MONTHS.map((part) =>
        client.insist('POST', `/v1/boards/${board}/summary-runs`, { period: `2017-${part}` }, { key: `run-${part}-${randomUUID()}` }),
      );
      await until(async () => (await requests.countDocuments({ ...open, state: 'running' })) > 0, {
        what: 'a summary to be begun',
        timeoutMs: 2_000,
        everyMs: 1,
      }).catch(() => undefined);
      frozen.kill('SIGSTOP');
      const frozenAt = performance.now();
      const processor = await watchProcessor(first.pid());
      try {
        await Promise.all(asked);
        await pause(HELD_AFTER_MS);
        const held = await requests.countDocuments(open);
        if (held === 0) continue;
        await until(async () => (await requests.countDocuments(open)) === 0, { what: 'the summaries', timeoutMs: PATIENCE_MS });
        const takenOverMs = performance.now() - frozenAt;
        const { waitedMs } = await processor();
        await pause(Math.max(0, FROZEN_FOR_MS - takenOverMs));
        const measure: Measure = {
          demand: 'D6 worker frozen: its summaries are done by another',
          value: takenOverMs,
          unit: 'ms',
          is: 'at most',
          bound: TAKEN_OVER_WITHIN_MS + waitedMs,
          floor: waitedMs,
        };
        return [measure];
      } finally {
        frozen.kill('SIGCONT');
      }
    }
    throw new Error(`in ${String(ATTEMPTS)} attempts the frozen worker had no summary in hand`);
  },
};
