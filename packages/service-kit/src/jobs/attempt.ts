import type { LocalizedText } from '@kcn/kernel';
import { DomainError, categoryOf, precondition, transportTable } from '@kcn/kernel';
import type { ClientSession } from 'mongoose';
import type { Logger } from '../logging/logger';
import type { JobDefinition } from './define-job';
import { backoffAfter } from './define-job';
import type { Ending, JobFailure, JobRequest, JobStore } from './job-store';

/** What a handler is told beside the payload. */
export interface AttemptContext {
  readonly id: string;
  readonly board: string;
  readonly key: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Names this attempt; keep it with what you write to refuse a late twin. */
  readonly attemptToken: string;
  /** Aborted when the attempt has been taken over or the process stops; give up then. */
  readonly signal: AbortSignal;
  /** Shows how far the work is, 0–100. @throws DomainError `attempt_lost` */
  report(percent: number): Promise<void>;
  /** In the transaction of the handler's effect: makes it fail when the attempt has been taken over. @throws DomainError `attempt_lost` */
  fence(session: ClientSession): Promise<void>;
}

export type AttemptOutcome = 'done' | 'failed' | 'retry' | 'lost' | 'released';

export interface AttemptOptions {
  readonly store: JobStore;
  readonly job: JobDefinition;
  readonly request: JobRequest & { readonly attemptToken: string };
  readonly handler: (payload: never, context: AttemptContext) => Promise<unknown>;
  readonly leaseMs: number;
  readonly logger: Logger;
  /** Aborted when the process stops. */
  readonly stopping: AbortSignal;
}

/** A request begun this much oftener than its handler may fail has killed its process again and again. */
const ATTEMPTS_BEYOND_FAILURES = 10;

const attemptLost = (id: string): DomainError =>
  precondition('attempt_lost', {
    vi: `Công việc ${id} đã được tiến trình khác nhận`,
    en: `Job ${id} has been taken over by another attempt`,
  });

/** Runs one claimed attempt to its end and writes the end down, unless another attempt has taken over meanwhile. */
export async function runAttempt({ store, job, request, handler, leaseMs, logger, stopping }: AttemptOptions): Promise<AttemptOutcome> {
  const { _id: id, attemptToken } = request;
  const lost = new AbortController();
  const lose = (): DomainError => {
    const error = attemptLost(id);
    lost.abort(error);
    return error;
  };

  const renewal = setInterval(() => {
    store.renew(id, attemptToken).then(
      (mine) => {
        if (!mine) lose();
      },
      (error: unknown) => {
        logger.warn({ error, id }, 'could not renew the lease');
      },
    );
  }, leaseMs / 3);

  const context: AttemptContext = {
    id,
    board: request.board,
    key: request.key,
    attempt: request.attempt,
    attemptToken,
    signal: AbortSignal.any([lost.signal, stopping]),
    report: async (percent) => {
      if (!(await store.renew(id, attemptToken, Math.max(0, Math.min(100, Math.round(percent)))))) throw lose();
    },
    fence: async (session) => {
      if (!(await store.fence(id, attemptToken, session))) throw lose();
    },
  };

  try {
    const ending = await perform({ job, request, handler, context, stopping });
    if (!(await store.end(id, attemptToken, ending))) {
      logger.warn({ id, attempt: request.attempt }, 'a late end of a lost attempt was refused');
      return 'lost';
    }
    if (ending.state !== 'queued') return ending.state;
    return ending.countsAsFailure ? 'retry' : 'released';
  } finally {
    clearInterval(renewal);
  }
}

type Performance = Pick<AttemptOptions, 'job' | 'request' | 'handler' | 'stopping'> & { readonly context: AttemptContext };

async function perform({ job, request, handler, context, stopping }: Performance): Promise<Ending> {
  if (request.attempt > job.attempts + ATTEMPTS_BEYOND_FAILURES) {
    return {
      state: 'failed',
      error: { code: 'gave_up', vi: 'Công việc nhiều lần làm dừng tiến trình', en: 'The job ended its process again and again' },
    };
  }
  try {
    const payload = job.payload.parse(request.payload);
    return { state: 'done', result: await handler(payload as never, context) };
  } catch (error) {
    if (stopping.aborted) return { state: 'queued', retryAfterMs: 0, countsAsFailure: false };
    return endingOf(error, job, request);
  }
}

function endingOf(thrown: unknown, job: JobDefinition, request: JobRequest): Ending {
  const error = failureOf(thrown);
  switch (transportTable[categoryOf(thrown)].job) {
    case 'done':
      return { state: 'done', result: null };
    case 'fail':
      return { state: 'failed', error };
    case 'retry': {
      const failures = request.failures + 1;
      return failures >= job.attempts
        ? { state: 'failed', error }
        : { state: 'queued', error, retryAfterMs: backoffAfter(job, failures), countsAsFailure: true };
    }
  }
}

const INTERNAL: LocalizedText = { vi: 'Công việc gặp lỗi hệ thống', en: 'The job failed by an internal error' };

const failureOf = (error: unknown): JobFailure =>
  error instanceof DomainError && error.category !== 'bug'
    ? { code: error.code, vi: error.vi, en: error.en }
    : { code: 'internal_error', ...INTERNAL };
