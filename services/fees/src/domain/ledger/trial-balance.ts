import type { PlainDate } from '@kcn/kernel';
import type { AccountRole, ChartOfAccounts } from './accounts';
import type { LedgerEntry } from './entry';
import { compareTexts } from '../collection/payment-line';

/** An account over a stretch of accounting days; balances above zero are debit balances. */
export interface TrialBalanceRow {
  readonly account: AccountRole;
  readonly code: string;
  readonly opening: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly closing: bigint;
}

/** By accounting day, both ends included. Openings, turnovers and closings each balance over all rows. */
export function trialBalance(
  entries: Iterable<LedgerEntry>,
  chart: ChartOfAccounts,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): TrialBalanceRow[] {
  const sums = new Map<AccountRole, { opening: bigint; debit: bigint; credit: bigint }>();
  for (const { postedOn, postings } of entries) {
    if (postedOn > to) continue;
    for (const { account, amount } of postings) {
      const sum = sums.get(account) ?? { opening: 0n, debit: 0n, credit: 0n };
      sums.set(account, sum);
      if (postedOn < from) sum.opening += amount;
      else if (amount > 0n) sum.debit += amount;
      else sum.credit -= amount;
    }
  }
  return [...sums]
    .map(([account, sum]) => ({ account, code: chart[account].code, ...sum, closing: sum.opening + sum.debit - sum.credit }))
    .sort((a, b) => compareTexts(a.code, b.code));
}
