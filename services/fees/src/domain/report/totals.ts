import type { Folded } from '../collection/fold';
import type { MatchRule } from '../collection/line-result';
import { LEDGER_CURRENCY } from '../collection/payment-line';
import type { ContractBalance } from './contract-balances';
import type { InvoicePosition } from './invoice-positions';

/** Sums of a report. Money in đồng; lines in other currencies count as lines only. */
export interface CollectionTotals {
  readonly invoices: number;
  readonly net: bigint;
  readonly vat: bigint;
  readonly total: bigint;
  readonly allocated: bigint;
  readonly writtenOff: bigint;
  readonly open: bigint;
  readonly credit: bigint;
  readonly balance: bigint;
  readonly interest: bigint;
  /** Invoices dated after the day. */
  readonly notYetIssued: number;
  readonly lines: number;
  /** What lines paid or left as credit, before anything was undone. */
  readonly matched: bigint;
  /** Below zero. */
  readonly reversed: bigint;
  readonly unmatched: bigint;
  readonly byRule: Readonly<Partial<Record<MatchRule, number>>>;
}

export interface TotalsInput {
  readonly folded: Folded;
  readonly invoices: readonly InvoicePosition[];
  readonly balances: readonly ContractBalance[];
  readonly notYetIssued: number;
}

const sum = <T>(items: readonly T[], amountOf: (item: T) => bigint): bigint => items.reduce((total, item) => total + amountOf(item), 0n);

export function totalsOf({ folded, invoices, balances, notYetIssued }: TotalsInput): CollectionTotals {
  const inDong = folded.lines.filter(({ line }) => line.currency === LEDGER_CURRENCY);
  const reversals = inDong.filter(({ rule }) => rule === 'REVERSAL');
  const payments = inDong.filter(({ rule }) => rule !== 'REVERSAL');
  const matched = sum(
    payments,
    ({ allocations, credits }) =>
      sum(allocations, ({ how, amount }) => (how === 'DIRECT' ? amount : 0n)) + sum(credits, ({ amount }) => amount),
  );
  const byRule: Partial<Record<MatchRule, number>> = {};
  for (const { rule } of folded.lines) byRule[rule] = (byRule[rule] ?? 0) + 1;
  return {
    invoices: invoices.length,
    net: sum(invoices, ({ invoice }) => invoice.net),
    vat: sum(invoices, ({ invoice }) => invoice.vat),
    total: sum(invoices, ({ invoice }) => invoice.total),
    allocated: sum(balances, ({ allocated }) => allocated),
    writtenOff: sum(balances, ({ writtenOff }) => writtenOff),
    open: sum(balances, ({ open }) => open),
    credit: sum(balances, ({ credit }) => credit),
    balance: sum(balances, ({ balance }) => balance),
    interest: sum(balances, ({ interest }) => interest),
    notYetIssued,
    lines: folded.lines.length,
    matched,
    reversed: sum(reversals, ({ line }) => line.amount),
    unmatched: sum(payments, ({ line }) => line.amount) - matched,
    byRule,
  };
}
