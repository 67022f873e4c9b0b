import { findPlainDate, plainDate } from '@kcn/kernel';
import type { Instant, PlainDate } from '@kcn/kernel';
import { defineJob } from '@kcn/service-kit';
import type { Jobs, Logger } from '@kcn/service-kit';
import { z } from 'zod';
import type { StepReminding } from '../../application/cycle/remind-steps';

/** Every morning, for each board: which steps of the years that it leads are due. */
export const stepDeadlinesJob = defineJob({
  name: 'step-deadlines',
  payload: z.object({ day: z.string().refine((text) => findPlainDate(text) !== undefined) }),
  attempts: 20,
  backoffMs: 1_000,
  schedule: { cron: '0 8 * * *' },
});

export interface StepDeadlinesWorkOptions {
  readonly jobs: Jobs;
  readonly remind: StepReminding;
  /** All boards of the deployment. */
  readonly boards: () => Promise<readonly string[]>;
  /** The calendar day of Vietnam that an instant lies in. */
  readonly dayOf: (at: Instant) => PlainDate;
  readonly logger: Logger;
}

/** Says what this process does about deadlines. */
export function defineStepDeadlinesWork({ jobs, remind, boards, dayOf, logger }: StepDeadlinesWorkOptions): void {
  jobs.work(
    stepDeadlinesJob,
    async ({ day }, { board }) => {
      const reminded = await remind(board, plainDate(day));
      for (const { bloc, year, given } of reminded)
        for (const { step, deadline, workingDaysLeft } of given)
          logger.warn({ board, bloc, year, step, deadline, workingDaysLeft }, 'a step of the bloc’s year is due');
      return { reminded: reminded.reduce((sum, { given }) => sum + given.length, 0) };
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
