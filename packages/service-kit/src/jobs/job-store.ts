import { randomUUID } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';

export type JobState = 'queued' | 'running' | 'done' | 'failed';

/** Why a request failed, as its owner may read it. */
export interface JobFailure {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

/** A request for work: the truth. Redis only knows that somebody should look at it. */
export interface JobRequest {
  /** `${job}/${board}/${key}` */
  readonly _id: string;
  readonly job: string;
  readonly board: string;
  readonly key: string;
  readonly payload: unknown;
  readonly state: JobState;
  /** 0–100 */
  readonly progress: number;
  /** How often it was begun; a begun attempt need not have ended. */
  readonly attempt: number;
  /** How often a handler failed. */
  readonly failures: number;
  /** Names the attempt that may write; a new attempt makes a new one, and what an older one writes is refused. */
  readonly attemptToken?: string;
  /** Until when the attempt counts as alive, in the database's time. */
  readonly leaseUntil?: Date;
  /** Not to be begun before, in the database's time. */
  readonly notBefore?: Date;
  readonly result?: unknown;
  readonly error?: JobFailure;
  readonly requestedAt: Date;
  readonly endedAt?: Date;
  /** W3C `traceparent` of who asked. */
  readonly traceparent?: string;
}

export const JOB_REQUESTS = 'job_requests';

export interface NewJobRequest {
  readonly job: string;
  readonly board: string;
  readonly key: string;
  readonly payload: unknown;
  readonly traceparent?: string;
}

/** How an attempt ended. */
export type Ending =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly error: JobFailure }
  | { readonly state: 'queued'; readonly error?: JobFailure; readonly retryAfterMs: number; readonly countsAsFailure: boolean };

/** States that an operator has an eye on. */
export const OPEN: readonly JobState[] = ['queued', 'running', 'failed'];

const NOW = '$$NOW';
const inMs = (ms: number): object => ({ $add: [NOW, ms] });

/** The collection `job_requests`; times are the database's, never a process's. */
export function createJobStore(connection: Connection, { leaseMs }: { readonly leaseMs: number }) {
  const requests = connection.collection<JobRequest>(JOB_REQUESTS);

  /** Waiting and its time has come, or running and its lease has run out. */
  const due = {
    $or: [
      { state: 'queued' as const, $expr: { $lte: [{ $ifNull: ['$notBefore', NOW] }, NOW] } },
      { state: 'running' as const, $expr: { $lt: ['$leaseUntil', NOW] } },
    ],
  };

  return {
    prepare: async (): Promise<void> => {
      await requests.createIndex({ state: 1, job: 1, leaseUntil: 1 });
      await requests.createIndex({ board: 1, job: 1, requestedAt: -1 });
    },

    /** Keeps the request unless its id is known already; the first one's payload stays. */
    insert: async (
      request: NewJobRequest,
      session: ClientSession | undefined,
    ): Promise<{ readonly id: string; readonly created: boolean }> => {
      const id = `${request.job}/${request.board}/${request.key}`;
      const written = await requests.updateOne(
        { _id: id },
        { $setOnInsert: { ...request, state: 'queued', progress: 0, attempt: 0, failures: 0, requestedAt: new Date() } },
        { upsert: true, ...(session && { session }) },
      );
      return { id, created: written.upsertedCount === 1 };
    },

    find: async (id: string): Promise<JobRequest | undefined> => (await requests.findOne({ _id: id })) ?? undefined,

    /** Requests of these jobs that nobody works on though they should be, oldest first. */
    findDue: (jobs: readonly string[], limit: number): Promise<JobRequest[]> =>
      requests
        .find({ job: { $in: [...jobs] }, ...due })
        .sort({ requestedAt: 1 })
        .limit(limit)
        .toArray(),

    /** In how many milliseconds the first lease of these jobs runs out that has not yet; undefined when nothing is under way. */
    findNextLeaseEndMs: async (jobs: readonly string[]): Promise<number | undefined> => {
      const [next] = await requests
        .find({ job: { $in: [...jobs] }, state: 'running', $expr: { $gte: ['$leaseUntil', NOW] } })
        .sort({ leaseUntil: 1 })
        .limit(1)
        .project<{ readonly leftMs: number }>({ _id: 0, leftMs: { $subtract: ['$leaseUntil', NOW] } })
        .toArray();
      return next?.leftMs;
    },

    /** How many requests are not over or have failed, by job and state. What is done is not counted: it only ever grows. */
    countOpen: (jobs: readonly string[]): Promise<{ readonly job: string; readonly state: JobState; readonly count: number }[]> =>
      requests
        .aggregate<{ readonly job: string; readonly state: JobState; readonly count: number }>([
          { $match: { state: { $in: OPEN }, job: { $in: jobs } } },
          { $group: { _id: { job: '$job', state: '$state' }, count: { $sum: 1 } } },
          { $project: { _id: 0, job: '$_id.job', state: '$_id.state', count: 1 } },
        ])
        .toArray(),

    /** Begins an attempt; undefined when the request is unknown, over, not due or in another attempt's hands. */
    claim: async (id: string): Promise<(JobRequest & { readonly attemptToken: string }) | undefined> => {
      const attemptToken = randomUUID();
      const claimed = await requests.findOneAndUpdate(
        { _id: id, ...due },
        [
          { $set: { state: 'running', attempt: { $add: ['$attempt', 1] }, attemptToken, leaseUntil: inMs(leaseMs), progress: 0 } },
          { $unset: 'notBefore' },
        ],
        { returnDocument: 'after' },
      );
      return claimed ? { ...claimed, attemptToken } : undefined;
    },

    /** Says that the attempt is alive; false when it no longer is the request's. */
    renew: async (id: string, attemptToken: string, progress?: number): Promise<boolean> => {
      const written = await requests.updateOne({ _id: id, attemptToken, state: 'running' }, [
        { $set: { leaseUntil: inMs(leaseMs), ...(progress !== undefined && { progress: { $literal: progress } }) } },
      ]);
      return written.matchedCount === 1;
    },

    /** Inside a handler's transaction: false when the attempt is no longer the request's. Writes, so that a take-over conflicts. */
    fence: async (id: string, attemptToken: string, session: ClientSession): Promise<boolean> => {
      const written = await requests.updateOne({ _id: id, attemptToken, state: 'running' }, [{ $set: { leaseUntil: inMs(leaseMs) } }], {
        session,
      });
      return written.matchedCount === 1;
    },

    /** Ends an attempt; false, and nothing written, when it no longer is the request's. */
    end: async (id: string, attemptToken: string, ending: Ending): Promise<boolean> => {
      const written = await requests.updateOne({ _id: id, attemptToken, state: 'running' }, endingUpdate(ending));
      return written.matchedCount === 1;
    },

    /** Failed → queued again, by an operator. */
    requeue: async (id: string): Promise<boolean> => {
      const written = await requests.updateOne(
        { _id: id, state: 'failed' },
        { $set: { state: 'queued', failures: 0, progress: 0 }, $unset: { error: '', endedAt: '', notBefore: '' } },
      );
      return written.matchedCount === 1;
    },
  };
}

export type JobStore = ReturnType<typeof createJobStore>;

function endingUpdate(ending: Ending): object[] {
  const over = { $unset: ['attemptToken', 'leaseUntil'] };
  switch (ending.state) {
    case 'done':
      return [
        { $set: { state: 'done', progress: 100, result: { $literal: ending.result ?? null }, endedAt: NOW } },
        over,
        { $unset: 'error' },
      ];
    case 'failed':
      return [{ $set: { state: 'failed', error: { $literal: ending.error }, failures: { $add: ['$failures', 1] }, endedAt: NOW } }, over];
    case 'queued':
      return [
        {
          $set: {
            state: 'queued',
            notBefore: inMs(ending.retryAfterMs),
            ...(ending.error && { error: { $literal: ending.error } }),
            ...(ending.countsAsFailure && { failures: { $add: ['$failures', 1] } }),
          },
        },
        over,
      ];
  }
}
