import type { Fault } from '@kcn/layouts';
import type { Contract } from '../contracts/contract';
import type { TariffVersion } from '../tariffs/tariff';
import type { FeeContents, FeeKind } from './fee-layout';

export interface FeeRow<K extends FeeKind = FeeKind> {
  readonly content: FeeContents[K];
  /** The line on which it starts, the header being 1. */
  readonly line: number;
}

/** What was read of one file. */
export interface FeeFile<K extends FeeKind = FeeKind> {
  /** The rows without a fault of their own, in order. */
  readonly rows: readonly FeeRow<K>[];
  /** What refused rows hold in the column by which others refer to them; nobody is told twice of one defect. */
  readonly refusedCodes: ReadonlySet<string>;
  /** False where the file could not be read to its end: what it lacks is then unknown. */
  readonly isComplete: boolean;
}

/** The files of one import; any of them may be absent. */
export type FeeSet = { readonly [K in FeeKind]?: FeeFile<K> };

/** What the board has already, to which a set's rows may refer. A row of the set replaces the stored one of its key. */
export interface StoredFees {
  readonly tariffs: Iterable<TariffVersion>;
  /** All contract numbers, for finding those that look alike. */
  readonly contractNos: Iterable<string>;
  findContract(contractNo: string): Contract | undefined;
  hasCreditor(creditor: string): boolean;
}

/** A board that has nothing yet. */
export const NOTHING_STORED: StoredFees = { tariffs: [], contractNos: [], findContract: () => undefined, hasCreditor: () => false };

/** A fault of a row among the others and where it stands. */
export interface SetFault {
  readonly kind: FeeKind;
  readonly line: number;
  readonly fault: Fault;
}
