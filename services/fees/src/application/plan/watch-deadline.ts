import { yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { EventLog, Session } from '@kcn/messaging';
import { findReminderDue } from '../../domain/plan/reminders';
import type { Records } from '../ports';
import { readContents } from '../runs/board-facts';
import { remindedEvent, remindersAggregate } from './plan-events';
import type { FeePlans, GivenReminder } from './ports';

export interface DeadlineWatchOptions {
  readonly log: Pick<EventLog, 'append'>;
  readonly records: Pick<Records, 'ofKind'>;
  readonly plans: FeePlans;
  readonly inTransaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
}

/** The subject of what no person does. */
const WATCH = 'service:fees';

/** Calls to mind that next year's plan is not handed in: at most once for each day of the calendar of reminders. */
export const createDeadlineWatch =
  ({ log, records, plans, inTransaction }: DeadlineWatchOptions) =>
  /** @returns the reminder that was given; undefined when none was due, or it was given before */
  (board: string, today: PlainDate): Promise<GivenReminder | undefined> =>
    inTransaction(async (session) => {
      const year = yearOf(today) + 1;
      const due = findReminderDue(year, today);
      if (!due) return undefined;
      const plan = await plans.find(session, board, year);
      if (plan && plan.state !== 'draft') return undefined;
      const recorded = await readContents('fee-plan', { records, session, board });
      if (recorded.some((line) => line.year === year)) return undefined;
      const given = await plans.reminders(session, board, year);
      if (given.some(({ day }) => day === due.day)) return undefined;
      const { recordedAt: givenAt } = await log.append(session, board, [
        {
          aggregate: remindersAggregate(year),
          aggregateVersion: given.length + 1,
          ...remindedEvent(due),
          actor: WATCH,
          cause: `job:plan-deadline/${due.day}`,
        },
      ]);
      const reminder = { ...due, givenAt };
      await plans.remind(session, board, reminder);
      return reminder;
    });

export type WatchDeadline = ReturnType<typeof createDeadlineWatch>;
