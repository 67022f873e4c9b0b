import { normalisedCode } from '../contracts/normalised-code';
import type { MatchingState, OpenLine } from './matching-state';
import type { PaymentLine } from './payment-line';

/** The earlier line of the same account that a negative line names with the opposite amount and that nothing has undone yet. */
export function findUndone(state: MatchingState, line: PaymentLine): OpenLine | undefined {
  const canBeMeant = (earlier: OpenLine): boolean => earlier.line.amount === -line.amount && earlier.reversedBy === undefined;
  return state.linesByAccount.get(line.account)?.refs.find(normalisedCode(line.description), canBeMeant)[0];
}

/**
 * Takes back all that a line gave, on the day of the line that undoes it. An invoice that its credit had paid opens
 * again; what is left of the credit is gone.
 */
export function undoLine(state: MatchingState, by: OpenLine, undone: OpenLine): void {
  by.rule = 'REVERSAL';
  by.undoes = undone.line.bankRef;
  undone.reversedBy = by.line.bankRef;
  for (const { invoice, amount } of undone.allocations) {
    const debt = state.debts.find(invoice);
    if (debt) state.debts.change(debt, by.day, amount);
    by.allocations.push({ invoice, amount: -amount, day: by.day, how: 'REVERSAL' });
  }
  for (const lot of undone.lots) {
    if (lot.rest > 0n) by.credits.push({ contractNo: lot.contractNo, amount: -lot.rest });
    lot.rest = 0n;
  }
}
