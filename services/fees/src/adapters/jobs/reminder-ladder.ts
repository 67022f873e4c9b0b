import { defineJob } from '@kcn/service-kit';
import type { Jobs, Logger } from '@kcn/service-kit';
import { findPlainDate, plainDate } from '@kcn/kernel';
import type { Instant, PlainDate } from '@kcn/kernel';
import { z } from 'zod';
import type { ClimbLadder } from '../../application/reminders/climb-ladder';

/** Every morning, for each board: the letters that its debtors are due. */
export const reminderLadderJob = defineJob({
  name: 'reminder-ladder',
  payload: z.object({ day: z.string().refine((text) => findPlainDate(text) !== undefined) }),
  attempts: 20,
  backoffMs: 1_000,
  schedule: { cron: '0 7 * * *' },
});

/** The subject of what no person does. */
const SERVICE = 'service:fees';

export interface ReminderLadderWorkOptions {
  readonly jobs: Jobs;
  readonly climb: ClimbLadder;
  /** All boards of the deployment. */
  readonly boards: () => Promise<readonly string[]>;
  /** The calendar day of Vietnam that an instant lies in. */
  readonly dayOf: (at: Instant) => PlainDate;
  readonly logger: Logger;
}

/** Says what this process does about debtors every morning. */
export function defineReminderLadderWork({ jobs, climb, boards, dayOf, logger }: ReminderLadderWorkOptions): void {
  jobs.work(
    reminderLadderJob,
    async ({ day }, { board }) => {
      const letters = await climb({ board, day: plainDate(day), actor: SERVICE, cause: `job:reminder-ladder/${day}` });
      if (letters > 0) logger.info({ board, day, letters }, 'debtors reminded');
      return { letters };
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
