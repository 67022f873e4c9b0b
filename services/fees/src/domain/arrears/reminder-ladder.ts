import type { PlainDate } from '@kcn/kernel';
import { compareTexts } from '../collection/payment-line';
import { daysPastDue } from './ageing';

export type ReminderStepName = 'NOTICE' | 'DUE' | 'FRIENDLY' | 'LETTER_1' | 'LETTER_2' | 'LETTER_3' | 'MEETING';

export interface ReminderStep {
  readonly name: ReminderStepName;
  /** Calendar days after the due date; below zero = before it. */
  readonly days: number;
  readonly tellsBoard: boolean;
}

/** From the notice before the due date to the minutes before a suit; in ascending order of days. */
export const DEFAULT_LADDER: readonly ReminderStep[] = [
  { name: 'NOTICE', days: -10, tellsBoard: false },
  { name: 'DUE', days: 0, tellsBoard: false },
  { name: 'FRIENDLY', days: 5, tellsBoard: false },
  { name: 'LETTER_1', days: 15, tellsBoard: false },
  { name: 'LETTER_2', days: 30, tellsBoard: false },
  { name: 'LETTER_3', days: 60, tellsBoard: true },
  { name: 'MEETING', days: 90, tellsBoard: true },
];

/** An open invoice of a debtor, with how far it has been reminded of. */
export interface RemindedInvoice {
  readonly invoice: string;
  readonly dueDate: PlainDate;
  readonly open: bigint;
  readonly lastStep: ReminderStepName | undefined;
  /** An instalment agreement that is kept holds reminders back. */
  readonly isHeld: boolean;
}

export interface Reminder {
  readonly step: ReminderStep;
  /** Oldest first. */
  readonly invoices: readonly RemindedInvoice[];
}

export interface DueReminders {
  /** One letter for everything that is overdue; its step is the highest that an invoice has reached and not had. */
  readonly overdue: Reminder | undefined;
  /** One notice for what falls due soon. */
  readonly upcoming: Reminder | undefined;
}

const byAge = (a: RemindedInvoice, b: RemindedInvoice): number => compareTexts(a.dueDate, b.dueDate) || compareTexts(a.invoice, b.invoice);

/** What a debtor is to get on a day. Sending it sets `lastStep` of each listed invoice to the step that the invoice has reached. */
export function dueReminders(
  invoices: readonly RemindedInvoice[],
  day: PlainDate,
  ladder: readonly ReminderStep[] = DEFAULT_LADDER,
): DueReminders {
  const open = invoices.filter((invoice) => invoice.open > 0n && !invoice.isHeld).sort(byAge);
  const remind = (listed: readonly RemindedInvoice[]): Reminder | undefined => {
    const highest = listed.reduce((top, { dueDate, lastStep }) => {
      const reached = ladder.findLastIndex(({ days }) => days <= daysPastDue(dueDate, day));
      const had = ladder.findIndex(({ name }) => name === lastStep);
      return reached > had && reached > top ? reached : top;
    }, -1);
    const step = ladder[highest];
    return step && { step, invoices: listed };
  };
  return {
    overdue: remind(open.filter(({ dueDate }) => dueDate < day)),
    upcoming: remind(open.filter(({ dueDate }) => dueDate >= day && ladder.some(({ days }) => days <= daysPastDue(dueDate, day)))),
  };
}
