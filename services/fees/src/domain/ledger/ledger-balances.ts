import type { PlainDate } from '@kcn/kernel';
import type { AccountRole } from './accounts';
import type { LedgerEntry } from './entry';

/** A contract by the ledger alone, đồng. Balances reconcile: open − credit = balance; demanded interest stands outside. */
export interface LedgerBalance {
  readonly open: bigint;
  readonly credit: bigint;
  readonly balance: bigint;
  readonly demandedInterest: bigint;
}

/** What contracts owe by the entries that take effect up to a day. Contracts without entries are not in it. */
export function ledgerBalances(entries: Iterable<LedgerEntry>, asOf: PlainDate): Map<string, LedgerBalance> {
  const sums = new Map<string, Partial<Record<AccountRole, bigint>>>();
  for (const { contractNo, effectiveOn, postings } of entries) {
    if (effectiveOn > asOf || contractNo === '') continue;
    const sum = sums.get(contractNo) ?? {};
    sums.set(contractNo, sum);
    for (const { account, amount } of postings) sum[account] = (sum[account] ?? 0n) + amount;
  }
  return new Map(
    [...sums].map(([contractNo, sum]) => {
      const open = sum.RECEIVABLE ?? 0n;
      const credit = -(sum.CUSTOMER_CREDIT ?? 0n);
      return [contractNo, { open, credit, balance: open - credit, demandedInterest: sum.INTEREST_RECEIVABLE ?? 0n }];
    }),
  );
}
