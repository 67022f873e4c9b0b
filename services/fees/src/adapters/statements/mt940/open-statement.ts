import { normaliseText } from '@kcn/vietnam';
import { checkBalance } from '../amounts';
import type { FaultList } from '../fault-list';
import type { StatementLine } from '../statement';
import type { SwiftBalance, SwiftMovement } from './field-texts';
import { readInformation } from './information';

/** A statement of which a page is open, or which waits for its next page. */
export interface OpenStatement {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly opening: bigint | undefined;
  readonly lines: StatementLine[];
  /** What the page being read opened with and its entries add up to; undefined once something in it is not sound. */
  pageOpening: bigint | undefined;
  pageTotal: bigint | undefined;
  /** What the last closed page came to, and where; undefined when that is not sound, so that it is told once. */
  reached?: bigint | undefined;
  reachedLine: number;
}

/** A movement together with the lines of its information (field 86), none if none came. */
export function toStatementLine(
  { account, currency }: OpenStatement,
  { bookedOn, valueOn, amount, bankRef, supplement, line }: SwiftMovement,
  information: readonly string[],
): StatementLine {
  const { description, remitter } = information.length > 0 ? readInformation(information) : { description: supplement, remitter: '' };
  const texts = { remitter: normaliseText(remitter), description: normaliseText(description) };
  return { account, bookedOn, valueOn, amount, currency, bankRef, ...texts, line };
}

/**
 * Whether the closing of a page is what the page opened with and its entries; notes a fault when not. A page of which
 * something is not sound has its fault already and is not judged.
 */
export function isClosingSound(
  { currency, pageOpening, pageTotal }: OpenStatement,
  balance: SwiftBalance,
  { line, faults }: { readonly line: number; readonly faults: FaultList },
): boolean {
  if (balance.currency !== currency) {
    faults.add('balance_currency', { line }, { currency: balance.currency, expected: currency });
    return false;
  }
  if (pageOpening === undefined || pageTotal === undefined) return true;
  return checkBalance({ opening: pageOpening, entries: pageTotal, closing: balance.amount, currency }, { faults, place: { line } });
}
