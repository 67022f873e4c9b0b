import type { PlainDate } from '@kcn/kernel';
import { daysPastDue } from './ageing';
import { DEFAULT_LADDER, dueReminders } from './reminder-ladder';
import type { Reminder, ReminderStepName } from './reminder-ladder';

/** OVERDUE: a letter for everything past due. UPCOMING: a notice of what falls due soon. */
export type LetterSubject = 'OVERDUE' | 'UPCOMING';

/** What a letter says of an invoice. Money in đồng. */
export interface LetterInvoice {
  readonly invoice: string;
  readonly contractNo: string;
  readonly dueDate: PlainDate;
  /** Open principal on the day of the letter. */
  readonly open: bigint;
  /** Late interest up to that day. */
  readonly interest: bigint;
  /** The step that the invoice has reached with this letter. */
  readonly step: ReminderStepName;
}

/** Everything that a reminder of a debtor says, so that it can be rendered at any time and always the same. */
export interface ReminderLetter {
  /** Tax code of who owes. */
  readonly debtor: string;
  readonly day: PlainDate;
  readonly about: LetterSubject;
  /** The highest step that one of the invoices has reached. */
  readonly step: ReminderStepName;
  readonly tellsBoard: boolean;
  /** Oldest first. */
  readonly invoices: readonly LetterInvoice[];
}

/** An open invoice of a debtor on a day. */
export interface DebtorInvoice extends Omit<LetterInvoice, 'step'> {
  /** Kept agreements hold reminders back. */
  readonly isHeld: boolean;
}

const placeOf = (step: ReminderStepName): number => DEFAULT_LADDER.findIndex(({ name }) => name === step);

/** The furthest step that each invoice was reminded of. */
function lastSteps(letters: readonly ReminderLetter[]): Map<string, ReminderStepName> {
  const last = new Map<string, ReminderStepName>();
  for (const { invoices } of letters)
    for (const { invoice, step } of invoices) {
      const known = last.get(invoice);
      if (known === undefined || placeOf(known) < placeOf(step)) last.set(invoice, step);
    }
  return last;
}

const stepReached = (dueDate: PlainDate, day: PlainDate): ReminderStepName | undefined =>
  DEFAULT_LADDER.findLast(({ days }) => days <= daysPastDue(dueDate, day))?.name;

/** The letters that a debtor is to get on a day, given those it got before; at most one of each subject. */
export function dueLetters(
  debtor: string,
  {
    invoices,
    day,
    earlier,
  }: { readonly invoices: readonly DebtorInvoice[]; readonly day: PlainDate; readonly earlier: readonly ReminderLetter[] },
): ReminderLetter[] {
  const had = lastSteps(earlier);
  const byCode = new Map(invoices.map((invoice) => [invoice.invoice, invoice]));
  const { overdue, upcoming } = dueReminders(
    invoices.map(({ invoice, dueDate, open, isHeld }) => ({ invoice, dueDate, open, isHeld, lastStep: had.get(invoice) })),
    day,
  );
  const letter = (about: LetterSubject, reminder: Reminder | undefined): ReminderLetter[] =>
    reminder
      ? [
          {
            debtor,
            day,
            about,
            step: reminder.step.name,
            tellsBoard: reminder.step.tellsBoard,
            invoices: reminder.invoices.flatMap(({ invoice }): LetterInvoice[] => {
              const known = byCode.get(invoice);
              const step = known && stepReached(known.dueDate, day);
              if (!known || step === undefined) return [];
              const { contractNo, dueDate, open, interest } = known;
              return [{ invoice, contractNo, dueDate, open, interest, step }];
            }),
          },
        ]
      : [];
  return [...letter('OVERDUE', overdue), ...letter('UPCOMING', upcoming)].filter(
    // Never two letters of one subject to one debtor on one day, whatever became known in between.
    ({ about }) => !earlier.some((one) => one.day === day && one.about === about),
  );
}
