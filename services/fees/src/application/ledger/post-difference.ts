import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import { postingDay } from '../../domain/ledger/accounting-periods';
import { entriesForDifference, postedMovements } from '../../domain/ledger/difference';
import { movementsOf } from '../../domain/ledger/movements-of';
import type { Invoices, Ledger, Records } from '../ports';
import { readKnownFacts } from './known-facts';

export interface PostingOptions {
  readonly records: Records;
  readonly invoices: Invoices;
  readonly ledger: Ledger;
}

export interface PostingCause {
  /** `import:<id>` or `run:<id>` */
  readonly cause: string;
  /** The last position of the transaction's events, which also keeps two transactions of a board from posting at once. */
  readonly position: number;
}

/** No month is closed yet: closing is not offered. */
const PERIODS = { closedThrough: undefined };

/**
 * Brings the ledger to what is known now, in the transaction of what became known. What it starts from is what it holds, so
 * nothing is posted twice and the order in which things became known does not matter.
 */
export const createPosting =
  ({ records, invoices, ledger }: PostingOptions) =>
  async (session: Session, board: string, { cause, position }: PostingCause): Promise<void> => {
    const facts = await readKnownFacts({ records, session, board }, await invoices.all(session, board));
    const entries = entriesForDifference({
      before: postedMovements(await ledger.all(session, board)),
      after: movementsOf(foldCollection(facts)),
      cause,
      postingDay: (effectiveOn) => postingDay(PERIODS, effectiveOn),
    });
    await ledger.add(session, board, { position, entries });
  };

export type PostDifference = ReturnType<typeof createPosting>;
