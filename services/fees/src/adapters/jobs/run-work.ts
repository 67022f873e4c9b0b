import { unavailable } from '@kcn/kernel';
import { defineJob } from '@kcn/service-kit';
import type { Jobs, Logger, Part } from '@kcn/service-kit';
import { z } from 'zod';
import type { BillingRun, Runs } from '../../application/ports';
import type { Issuer } from '../../application/runs/issue-run';
import type { ListPlanner } from '../../application/runs/plan-list';
import type { RequestWork } from '../../application/runs/ports';

const payload = z.object({ run: z.string() });
/** What keeps a run from ending may take long to be mended, so it is tried for as long as it takes. */
const FOR_EVER = 1_000_000;

/** Makes the list of a run. */
const planJob = defineJob({ name: 'billing-run-plan', payload, attempts: FOR_EVER, backoffMs: 500, concurrency: 2 });

/** Issues an approved run. */
const issueJob = defineJob({ name: 'billing-run-issue', payload, attempts: FOR_EVER, backoffMs: 500, concurrency: 2 });

/** Who goes on with a run that another has left in the middle does so within five seconds. */
export const RUN_TIMING = { leaseMs: 3_500, sweepEveryMs: 1_000 } as const;

export const RUN_JOBS = [planJob, issueJob];

/** Asks for the work that a run's state needs; asking again changes nothing. */
export const createRequestWork =
  (jobs: Jobs): RequestWork =>
  async (session, { board, id, state }) => {
    const job = state === 'planning' ? planJob : issueJob;
    await jobs.request(session, job, { board, key: id, payload: { run: id } });
  };

/** Whatever stands in a run's way, the run is never given up: somebody mends it and the next attempt goes on. */
async function untilDone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    throw unavailable('run_is_blocked', { vi: 'Đợt lập hóa đơn đang bị chặn', en: 'The billing run is blocked', cause: error });
  });
}

/** Says what this process does for runs. */
export function defineRunWork({ jobs, plan, issuer }: { readonly jobs: Jobs; readonly plan: ListPlanner; readonly issuer: Issuer }): void {
  jobs.work(planJob, ({ run }, attempt) => untilDone(plan(attempt.board, run, attempt)));
  jobs.work(issueJob, ({ run }, attempt) => untilDone(issuer.issue(attempt.board, run, attempt)));
}

export interface UnfinishedRunsOptions {
  readonly jobs: Jobs;
  readonly runs: Pick<Runs, 'unfinished'>;
  readonly requestWork: RequestWork;
  readonly logger: Logger;
  readonly everyMs?: number;
}

const requestId = ({ board, id, state }: BillingRun): string => `${(state === 'planning' ? planJob : issueJob).name}/${board}/${id}`;

/** Looks for runs that are not finished, at start and again and again: the runs are the truth, requests only follow them. */
export function createUnfinishedRuns({ jobs, runs, requestWork, logger, everyMs = 5_000 }: UnfinishedRunsOptions): Part {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    for (const run of await runs.unfinished()) {
      await requestWork(undefined, run);
      // Done though the run is not, or given up: neither can be while the run waits for it.
      const status = await jobs.findStatus(requestId(run));
      if (status?.state === 'failed') await jobs.retry(status.id);
    }
  }

  function again(): void {
    looking = look()
      .catch((error: unknown) => {
        logger.debug({ error }, 'could not look for unfinished runs; tried again at the next turn');
      })
      .then(() => {
        if (!stopped) timer = setTimeout(again, everyMs);
      });
  }

  return {
    name: 'unfinished runs',
    start: () => {
      stopped = false;
      again();
      return Promise.resolve();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
