import type { PlainDate } from '@kcn/kernel';
import type { PlacedFault } from '@kcn/layouts';

export type StatementFormat = 'csv' | 'camt053' | 'mt940';

/** One movement on an account as the bank booked it. */
export interface StatementLine {
  readonly account: string;
  readonly bookedOn: PlainDate;
  /** The day from which the bank counts it; absent in some banks' files. */
  readonly valueOn?: PlainDate;
  /** In the currency's smallest part; what came in is positive. */
  readonly amount: bigint;
  readonly currency: string;
  /** The bank's own reference, unique on its account. */
  readonly bankRef: string;
  /** Who paid or was paid; '' when the bank names nobody. */
  readonly remitter: string;
  /** What the payer wrote. */
  readonly description: string;
  /** Line of the file on which it starts. */
  readonly line: number;
}

/** What a bank reports of one account over a stretch of time. A file of columns has neither an id nor balances. */
export interface Statement {
  readonly id?: string;
  readonly account: string;
  readonly currency: string;
  readonly opening?: bigint;
  readonly closing?: bigint;
  readonly lines: readonly StatementLine[];
}

/** A file's statements, or everything that is wrong with it; a file with one fault gives no statement. */
export type StatementResult =
  | {
      readonly format: StatementFormat;
      readonly statements: readonly Statement[];
      /** Lines that stand in the file more than once with the same reference, day and amount; kept once. */
      readonly repeated: number;
    }
  | { readonly format?: StatementFormat; readonly faults: readonly PlacedFault[] };

/** Longest text that is kept of one line; longer than any bank's format allows. */
export const MAX_TEXT_LENGTH = 4_000;
/** Movements in one file; a year of a busy account is a tenth of that. */
export const MAX_LINES = 500_000;
