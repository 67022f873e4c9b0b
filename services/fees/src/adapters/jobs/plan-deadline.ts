import { defineJob } from '@kcn/service-kit';
import type { Jobs, Logger } from '@kcn/service-kit';
import { findPlainDate, plainDate } from '@kcn/kernel';
import type { Instant, PlainDate } from '@kcn/kernel';
import { z } from 'zod';
import type { WatchDeadline } from '../../application/plan/watch-deadline';

/** Every morning, for each board: is next year's fee plan handed in. */
export const planDeadlineJob = defineJob({
  name: 'fee-plan-deadline',
  payload: z.object({ day: z.string().refine((text) => findPlainDate(text) !== undefined) }),
  attempts: 20,
  backoffMs: 1_000,
  schedule: { cron: '0 8 * * *' },
});

export interface PlanDeadlineWorkOptions {
  readonly jobs: Jobs;
  readonly watch: WatchDeadline;
  /** All boards of the deployment. */
  readonly boards: () => Promise<readonly string[]>;
  /** The calendar day of Vietnam that an instant lies in. */
  readonly dayOf: (at: Instant) => PlainDate;
  readonly logger: Logger;
}

/** Says what this process does about the last day of the fee plan. */
export function definePlanDeadlineWork({ jobs, watch, boards, dayOf, logger }: PlanDeadlineWorkOptions): void {
  jobs.work(
    planDeadlineJob,
    async ({ day }, { board }) => {
      const reminder = await watch(board, plainDate(day));
      if (reminder)
        logger.warn({ board, year: reminder.year, deadline: reminder.deadline, daysLeft: reminder.daysLeft }, 'fee plan not handed in');
      return { reminded: reminder !== undefined };
    },
    {
      // The key names the day, so that two processes asking at once ask once.
      onSchedule: async (scheduledAt) => {
        const day = dayOf(scheduledAt);
        return (await boards()).map((board) => ({ board, key: day, payload: { day } }));
      },
    },
  );
}
