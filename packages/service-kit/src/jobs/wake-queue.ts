import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Queue } from 'bullmq';
import type { JobDefinition } from './define-job';
import type { JobRequest } from './job-store';

/** What travels through Redis: only who should be looked at. Without an id: a schedule's time has come. */
export interface Wake {
  readonly id?: string;
}

type Waking = Pick<JobRequest, '_id' | 'attempt'>;

/**
 * One BullMQ job per attempt, so that a finished one, kept for the board to see, never stands in the way of the next. BullMQ
 * wants ids without colons that are not all digits.
 */
export const wakeId = ({ _id, attempt }: Waking): string =>
  `r-${createHash('sha256').update(_id).digest('hex').slice(0, 32)}-${String(attempt)}`;

const KEPT = { removeOnComplete: { count: 1_000 }, removeOnFail: { count: 1_000 } } as const;

export interface WakeQueue {
  readonly queue: Queue<Wake>;
  wake(request: Waking, delayMs?: number): Promise<void>;
  /** Like `wake`, for a request that should have been worked on: a job left over in an end state is put aside first. */
  rewake(request: Waking): Promise<void>;
  ensureSchedule(): Promise<void>;
}

/** The BullMQ queue of one job. */
export function createWakeQueue(job: JobDefinition, { client, prefix }: { readonly client: Redis; readonly prefix: string }): WakeQueue {
  // Without asking for the version: the service must start, and take requests, while Redis is down.
  const queue = new Queue<Wake>(job.name, { connection: client, prefix, skipWaitingForReady: true, skipVersionCheck: true });
  // The client itself reports that Redis is gone; without a listener the event would end the process.
  queue.on('error', () => undefined);

  const wake = async (request: Waking, delayMs = 0): Promise<void> => {
    await queue.add(job.name, { id: request._id }, { jobId: wakeId(request), ...(delayMs > 0 && { delay: delayMs }), ...KEPT });
  };

  return {
    queue,
    wake,
    rewake: async (request) => {
      const state = await queue.getJobState(wakeId(request));
      if (state === 'completed' || state === 'failed') await queue.remove(wakeId(request));
      await wake(request);
    },
    ensureSchedule: async () => {
      const id = `${job.name}-schedule`;
      const existing = await queue.getJobScheduler(id);
      if (!job.schedule) {
        if (existing) await queue.removeJobScheduler(id);
        return;
      }
      if (existing?.pattern === job.schedule.cron && existing.tz === job.timeZone) return;
      await queue.upsertJobScheduler(id, { pattern: job.schedule.cron, tz: job.timeZone }, { name: job.name, data: {}, opts: KEPT });
    },
  };
}
