import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { ReminderLetter } from '../../domain/arrears/letter';
import type { ReminderStepName } from '../../domain/arrears/reminder-ladder';

/** A letter that was given, with its place in the debtor's row of letters. */
export interface GivenLetter extends ReminderLetter {
  /** Names it for ever: `{debtor}/{day}/{about}`. */
  readonly id: string;
  readonly givenAt: Date;
  /** The job, or who asked for it. */
  readonly givenBy: string;
}

export interface LetterFilter {
  readonly debtor?: string | undefined;
  readonly day?: PlainDate | undefined;
  readonly step?: ReminderStepName | undefined;
}

/** Letters that were given; they never change. */
export interface Letters {
  add(session: Session, board: string, letters: readonly GivenLetter[]): Promise<void>;
  /** Those of the debtors, the oldest first. */
  ofDebtors(session: Session, board: string, debtors: readonly string[]): Promise<GivenLetter[]>;
  find(board: string, id: string): Promise<GivenLetter | undefined>;
  /** The newest first, one page. */
  list(board: string, filter: LetterFilter, page: { readonly after: string | undefined; readonly count: number }): Promise<GivenLetter[]>;
}
