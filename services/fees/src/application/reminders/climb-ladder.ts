import { feesEvents } from '@kcn/contracts';
import type { PlainDate } from '@kcn/kernel';
import type { EventLog, NewEvent, Session } from '@kcn/messaging';
import { dueLetters } from '../../domain/arrears/letter';
import type { DebtorInvoice, ReminderLetter } from '../../domain/arrears/letter';
import type { Acts } from '../accounting/act';
import type { ReadFacts } from '../accounting/known-facts-of';
import { openByDebtor } from './debtors';
import type { GivenLetter, Letters } from './ports';

export interface LadderOptions {
  readonly log: Pick<EventLog, 'append'>;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly facts: ReadFacts;
  readonly letters: Letters;
  readonly inTransaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** Debtors of one transaction. */
  readonly chunk?: number;
}

export interface LadderRun {
  readonly board: string;
  readonly day: PlainDate;
  /** Subject of who asked, or the service's own. */
  readonly actor: string;
  /** `http:<idempotency key>` or `job:…` */
  readonly cause: string;
}

const letterId = ({ debtor, day, about }: ReminderLetter): string => `${debtor}/${day}/${about}`;

function eventOf(letter: ReminderLetter, nth: number, { actor, cause }: LadderRun): NewEvent {
  const { type, codec } = feesEvents.reminderGiven;
  const { invoices, ...rest } = letter;
  return {
    aggregate: `reminders:${letter.debtor}`,
    aggregateVersion: nth,
    type,
    payload: codec.encode({ ...rest, invoices: [...invoices] }).finish(),
    actor,
    cause,
  };
}

/**
 * Gives each debtor of a board the letters that are due on a day. What a debtor has had decides, so a run that is repeated,
 * doubled or begun again gives every letter once.
 */
export function createLadder({ log, acts, facts, letters, inTransaction, chunk = 500 }: LadderOptions) {
  /** @returns how many letters it gave */
  const give = (run: LadderRun, debtors: readonly (readonly [string, readonly DebtorInvoice[]])[]): Promise<number> =>
    inTransaction(async (session) => {
      const { board, day } = run;
      const earlier = new Map<string, GivenLetter[]>();
      const names = debtors.map(([debtor]) => debtor);
      for (const letter of await letters.ofDebtors(session, board, names))
        earlier.set(letter.debtor, [...(earlier.get(letter.debtor) ?? []), letter]);
      const due = debtors.flatMap(([debtor, invoices]) => {
        const had = earlier.get(debtor) ?? [];
        return dueLetters(debtor, { invoices, day, earlier: had }).map((letter, index) => ({ letter, nth: had.length + index + 1 }));
      });
      if (due.length === 0) return 0;
      const { recordedAt } = await log.append(
        session,
        board,
        due.map(({ letter, nth }) => eventOf(letter, nth, run)),
      );
      const given = due.map(({ letter }) => ({ ...letter, id: letterId(letter), givenAt: recordedAt, givenBy: run.actor }));
      await letters.add(session, board, given);
      return given.length;
    });

  /** @returns how many letters this run gave */
  return async (run: LadderRun): Promise<number> => {
    const { board, day } = run;
    const debtors = [...openByDebtor(await facts(undefined, board), await acts.inForce(undefined, board), day)];
    let count = 0;
    for (let start = 0; start < debtors.length; start += chunk) count += await give(run, debtors.slice(start, start + chunk));
    return count;
  };
}

export type ClimbLadder = ReturnType<typeof createLadder>;
