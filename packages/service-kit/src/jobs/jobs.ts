import type { Instant } from '@kcn/kernel';
import { DomainError, instantFromDate } from '@kcn/kernel';
import type { Job } from 'bullmq';
import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import type { Logger } from '../logging/logger';
import type { Metrics } from '../metrics/metrics';
import type { Part } from '../process/supervisor';
import { currentTraceparent, inSpan } from '../tracing/spans';
import type { AttemptContext } from './attempt';
import { runAttempt } from './attempt';
import type { JobDefinition } from './define-job';
import { backoffAfter } from './define-job';
import type { JobFailure, JobState, NewJobRequest } from './job-store';
import { createJobStore, OPEN } from './job-store';
import { createRequestingClient, createWorkingClient } from './redis';
import { createSweeper } from './sweeper';
import type { Wake, WakeQueue } from './wake-queue';
import { createWakeQueue } from './wake-queue';

/** How a request stands. */
export interface JobStatus {
  readonly id: string;
  readonly job: string;
  readonly board: string;
  readonly key: string;
  readonly state: JobState;
  /** 0–100 */
  readonly progress: number;
  readonly attempt: number;
  readonly result?: unknown;
  readonly error?: JobFailure;
  readonly requestedAt: Instant;
  readonly endedAt?: Instant;
}

export type JobHandler<S extends z.ZodType> = (payload: z.output<S>, context: AttemptContext) => Promise<unknown>;

export interface WorkOptions<S extends z.ZodType> {
  /** For a job with a schedule: what to request when its time has come; its keys should name the time, so that twice is once. */
  readonly onSchedule?: (
    scheduledAt: Instant,
  ) => Promise<readonly { readonly board: string; readonly key: string; readonly payload: z.input<S> }[]>;
}

export interface RequestOptions<S extends z.ZodType> {
  readonly board: string;
  /** With job and board it names the request for ever: asking again gives the same one. */
  readonly key: string;
  readonly payload: z.input<S>;
}

export interface Jobs extends Part {
  /**
   * Asks for work, in the caller's transaction if it has one: it is begun once that has committed. Needs no Redis.
   * @throws what the payload's schema throws; Error when the job is not in the catalogue
   */
  request<S extends z.ZodType>(
    session: ClientSession | undefined,
    job: JobDefinition<S>,
    options: RequestOptions<S>,
  ): Promise<{ readonly id: string; readonly created: boolean }>;
  findStatus(id: string): Promise<JobStatus | undefined>;
  /** A failed request is tried again from its first attempt; false when it is not failed. */
  retry(id: string): Promise<boolean>;
  /** Says who does a job in this process; before `start`. */
  work<S extends z.ZodType>(job: JobDefinition<S>, handler: JobHandler<S>, options?: WorkOptions<S>): void;
  /** The BullMQ queues, for the board (`createJobsBoard`). */
  queues(): readonly WakeQueue['queue'][];
  /** Why jobs are not run now, if they are not. */
  notReady(): string | undefined;
}

export interface JobsOptions {
  readonly connection: Connection;
  readonly redisUrl: string;
  /** `kcn:reporting` */
  readonly prefix: string;
  readonly logger: Logger;
  readonly catalogue: readonly JobDefinition[];
  readonly metrics?: Metrics;
  /** An attempt that says nothing for so long counts as dead; default 5 s. */
  readonly leaseMs?: number;
  /** How often requests that Redis has lost are looked for; default 3 s. A lease that runs out is found at once. */
  readonly sweepEveryMs?: number;
  /** How long attempts under way may go on when the process stops; default 10 s. */
  readonly drainDeadlineMs?: number;
}

interface Work {
  readonly job: JobDefinition;
  readonly handler: (payload: never, context: AttemptContext) => Promise<unknown>;
  readonly onSchedule: ((scheduledAt: Instant) => Promise<readonly RequestOptions<z.ZodType>[]>) | undefined;
}

const LATE_BY_MS = 20;

/**
 * Jobs whose truth is MongoDB (`job_requests`) and whose legs are BullMQ: a request is kept in the database, in the caller's
 * transaction; Redis only wakes a worker. What Redis loses, a sweeper finds and wakes again. An attempt holds a lease and a
 * token in the database; after a crash another takes over, and what the first still writes is refused.
 */
export function createJobs(options: JobsOptions): Jobs {
  const { logger, prefix, leaseMs = 5_000, sweepEveryMs = 3_000, drainDeadlineMs = 10_000 } = options;
  const store = createJobStore(options.connection, { leaseMs });
  const catalogue = new Map(options.catalogue.map((job) => [job.name, job]));
  if (catalogue.size !== options.catalogue.length) throw new Error('two jobs of one name');
  const client = createRequestingClient(options.redisUrl, logger);
  const queues = new Map(options.catalogue.map((job) => [job.name, createWakeQueue(job, { client, prefix })]));
  const works = new Map<string, Work>();
  options.metrics?.gauge('job_requests', 'Requests for jobs that are not over, or have failed', {
    labels: ['job', 'state'],
    async collect(gauge) {
      gauge.reset();
      // While the database is away there is no telling, and the rest of the metrics is wanted all the same.
      const counts = await store.countOpen([...catalogue.keys()]).catch(() => undefined);
      if (!counts) return;
      for (const job of catalogue.keys()) for (const state of OPEN) gauge.set({ job, state }, 0);
      for (const { job, state, count } of counts) gauge.set({ job, state }, count);
    },
  });
  const stopping = new AbortController();
  let workers: Worker<Wake>[] = [];
  let workerClients: Redis[] = [];

  function getQueue(jobName: string): WakeQueue {
    const queue = queues.get(jobName);
    if (!queue) throw new Error(`job ${jobName} is not in the catalogue`);
    return queue;
  }

  /** Redis may be away: the sweeper makes up for it. */
  function wakeSoon(jobName: string, request: { readonly _id: string; readonly attempt: number }, delayMs?: number): void {
    getQueue(jobName)
      .wake(request, delayMs)
      .catch((error: unknown) => {
        logger.debug({ error, id: request._id }, 'could not wake a worker; the sweeper will');
      });
  }

  async function insert(
    request: NewJobRequest,
    session: ClientSession | undefined,
  ): Promise<{ readonly id: string; readonly created: boolean }> {
    const inserted = await store.insert(request, session);
    if (inserted.created) {
      const wake = (): void => {
        wakeSoon(request.job, { _id: inserted.id, attempt: 0 });
      };
      // Before the commit a worker would find nothing. After a roll-back it finds nothing either, and that is right.
      if (session) session.once('ended', wake);
      else wake();
    }
    return inserted;
  }

  async function runScheduled({ job, onSchedule }: Work, bullJob: Job<Wake>): Promise<void> {
    const scheduledAt = instantFromDate(new Date(bullJob.timestamp + (bullJob.opts.delay ?? 0)));
    if (!onSchedule) throw new Error(`job ${job.name} has a schedule and nobody who says what to request`);
    for (const { board, key, payload } of await onSchedule(scheduledAt)) await insert({ job: job.name, board, key, payload }, undefined);
  }

  async function runWoken(work: Work, bullJob: Job<Wake>): Promise<void> {
    const { job, handler } = work;
    if (bullJob.data.id === undefined) {
      await runScheduled(work, bullJob);
      return;
    }
    const request = await store.claim(bullJob.data.id);
    if (!request) return;
    const startedAt = performance.now();
    const span = { kind: 'consumer', parent: request.traceparent, attributes: { 'kcn.job.id': request._id } } as const;
    const outcome = await inSpan(`job ${job.name}`, span, async (opened) => {
      const ended = await runAttempt({ store, job, request, handler, leaseMs, logger, stopping: stopping.signal });
      opened?.set({ 'kcn.job.attempt': request.attempt, 'kcn.job.outcome': ended });
      return ended;
    });
    options.metrics?.jobSeconds.observe({ job: job.name, outcome }, (performance.now() - startedAt) / 1_000);
    logger.debug({ id: request._id, attempt: request.attempt, outcome }, 'attempt ended');
    // A little late rather than early: who comes before the database's `notBefore` finds nothing to do.
    if (outcome === 'retry') wakeSoon(job.name, request, backoffAfter(job, request.failures + 1) + LATE_BY_MS);
    if (outcome === 'released') wakeSoon(job.name, request);
  }

  function startWorker(work: Work): void {
    const workerClient = createWorkingClient(options.redisUrl, logger);
    const worker = new Worker<Wake>(work.job.name, (bullJob) => runWoken(work, bullJob), {
      connection: workerClient,
      prefix,
      concurrency: work.job.concurrency,
      lockDuration: leaseMs,
      stalledInterval: Math.min(1_000, leaseMs),
      // A frozen worker's connection still takes one wake-up out of Redis, which nobody else then sees: so long an idle one waits for
      // the next before it looks by itself. Default 5.
      drainDelay: 1,
      // How often an attempt may die is judged by the database's count, not by Redis's.
      maxStalledCount: 1_000,
    });
    worker.on('error', (error) => {
      logger.debug({ error, job: work.job.name }, 'worker trouble');
    });
    worker.on('failed', (bullJob, error) => {
      logger.error({ error, id: bullJob?.data.id, job: work.job.name }, 'an attempt could not be written down');
    });
    workers.push(worker);
    workerClients.push(workerClient);
  }

  const sweeper = createSweeper({
    everyMs: sweepEveryMs,
    logger,
    sweep: async () => {
      for (const request of await store.findDue([...catalogue.keys()], 500)) await getQueue(request.job).rewake(request);
      for (const name of works.keys()) await getQueue(name).ensureSchedule();
      // A dead attempt is found when its lease runs out, not up to a whole turn later.
      return store.findNextLeaseEndMs([...catalogue.keys()]);
    },
  });

  async function stopWorkers(): Promise<void> {
    const deadline = setTimeout(() => {
      stopping.abort(
        new DomainError({ category: 'unavailable', code: 'stopping', vi: 'Dịch vụ đang dừng', en: 'The service is stopping' }),
      );
    }, drainDeadlineMs);
    // With Redis away a graceful close would wait for it; the leases in the database are enough to take over.
    await Promise.all(workers.map((worker) => worker.close(client.status !== 'ready')));
    clearTimeout(deadline);
    for (const workerClient of workerClients) workerClient.disconnect();
    workers = [];
    workerClients = [];
  }

  return {
    name: 'jobs',
    request: async (session, job, { board, key, payload }) => {
      getQueue(job.name);
      job.payload.parse(payload);
      const traceparent = currentTraceparent();
      return insert({ job: job.name, board, key, payload, ...(traceparent !== undefined && { traceparent }) }, session);
    },
    findStatus: async (id) => {
      const found = await store.find(id);
      if (!found) return undefined;
      const { _id, job, board, key, state, progress, attempt, result, error, requestedAt, endedAt } = found;
      return {
        id: _id,
        job,
        board,
        key,
        state,
        progress,
        attempt,
        requestedAt: instantFromDate(requestedAt),
        ...(result !== undefined && { result }),
        ...(error && { error }),
        ...(endedAt && { endedAt: instantFromDate(endedAt) }),
      };
    },
    retry: async (id) => {
      const requeued = await store.requeue(id);
      const request = requeued ? await store.find(id) : undefined;
      if (request) wakeSoon(request.job, request);
      return requeued;
    },
    work: (job, handler, { onSchedule } = {}) => {
      getQueue(job.name);
      if (works.has(job.name)) throw new Error(`two handlers for job ${job.name}`);
      works.set(job.name, { job, handler: handler, onSchedule: onSchedule });
    },
    queues: () => [...queues.values()].map(({ queue }) => queue),
    notReady: () =>
      client.status === 'ready' ? undefined : 'Redis chưa kết nối, công việc nền phải đợi / Redis is not connected, jobs wait',
    start: async () => {
      await store.prepare();
      for (const work of works.values()) startWorker(work);
      sweeper.start();
    },
    stop: async () => {
      await sweeper.stop();
      await stopWorkers();
      await Promise.allSettled([...queues.values()].map(({ queue }) => queue.close()));
      client.disconnect();
    },
  };
}
