import type { PlainDate } from '@kcn/kernel';
import { inTransaction } from '@kcn/messaging';
import type { Connection, EventLog, RunOnce } from '@kcn/messaging';
import type { Jobs, Logger, Route } from '@kcn/service-kit';
import { createReminderRoutes } from '../adapters/http/reminder-routes';
import type { CheckBoard } from '../adapters/http/log-routes';
import { defineReminderLadderWork } from '../adapters/jobs/reminder-ladder';
import type { ReminderLadderWorkOptions } from '../adapters/jobs/reminder-ladder';
import { createLetterStore } from '../adapters/mongo/letter-store';
import type { Acts } from '../application/accounting/act';
import type { ReadFacts } from '../application/accounting/known-facts-of';
import { createLadder } from '../application/reminders/climb-ladder';

export interface RemindersParts extends Pick<ReminderLadderWorkOptions, 'dayOf'> {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly acts: Acts;
  readonly facts: ReadFacts;
  readonly jobs: Jobs;
  readonly runOnce: RunOnce;
  readonly checkBoard: CheckBoard;
  readonly today: () => PlainDate;
  readonly logger: Logger;
}

/** The reminder ladder: its job of every morning, and its routes. */
export function createReminders({
  connection,
  log,
  acts,
  facts,
  jobs,
  runOnce,
  checkBoard,
  today,
  dayOf,
  logger,
}: RemindersParts): Route[] {
  const letters = createLetterStore(connection);
  const climb = createLadder({ log, acts, facts, letters, inTransaction: (work) => inTransaction(connection, work) });
  defineReminderLadderWork({ jobs, climb, boards: () => log.boards(), dayOf, logger });
  return createReminderRoutes({ climb, letters, runOnce, checkBoard, today });
}
