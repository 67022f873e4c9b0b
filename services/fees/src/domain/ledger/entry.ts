import type { PlainDate } from '@kcn/kernel';
import type { AccountRole } from './accounts';
import { MOVEMENT_SIDES } from './movement';
import type { Movement, MovementSubject } from './movement';

/** One side of an entry: đồng, above zero on the debit side, below on the credit side. */
export interface Posting {
  readonly account: AccountRole;
  readonly amount: bigint;
}

/** An entry of the ledger. It is never changed; what was wrong is posted against. Its postings sum to zero. */
export interface LedgerEntry extends MovementSubject {
  /** Accounting day, always in a period that was open when it was posted. */
  readonly postedOn: PlainDate;
  /** What made us post: an import, a run, a decision. */
  readonly cause: string;
  readonly postings: readonly Posting[];
}

export interface PostOptions {
  readonly cause: string;
  readonly postedOn: PlainDate;
}

/** A movement as an entry. One that moved back swaps the sides. */
export function entryOf({ amount, ...subject }: Movement, { cause, postedOn }: PostOptions): LedgerEntry {
  const { debit, credit } = MOVEMENT_SIDES[subject.kind];
  return {
    ...subject,
    cause,
    postedOn,
    postings: [
      { account: debit, amount },
      { account: credit, amount: -amount },
    ],
  };
}

/** What an entry moved: the amount of its debited account by kind, below zero where it takes back. */
export const movedBy = ({ postings }: LedgerEntry): bigint => postings[0]?.amount ?? 0n;
