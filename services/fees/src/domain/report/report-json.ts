import type { Allocation, Credit, LineResult } from '../collection/line-result';
import type { CollectionReport } from './collection-report';

type Money = number | string;

/** Đồng as a JSON number; beyond what a number holds exactly, as digits in a text. */
const money = (amount: bigint): Money =>
  BigInt(Number(amount)) === amount && Number.isSafeInteger(Number(amount)) ? Number(amount) : String(amount);

const allocationJson = ({ invoice, amount, day, how }: Allocation): object => ({ invoice, amount: money(amount), day, how });
const creditJson = ({ contractNo, amount }: Credit): object => ({ contract_no: contractNo, amount: money(amount) });

/** A line as people and other systems read it. */
const lineJson = ({ line, day, rule, undoes, reversedBy, allocations, credits }: LineResult): object => ({
  account: line.account,
  bank_ref: line.bankRef,
  booked_on: line.bookedOn,
  payment_day: day,
  amount: money(line.amount),
  currency: line.currency,
  rule,
  ...(undoes === undefined ? {} : { undoes }),
  ...(reversedBy === undefined ? {} : { reversed_by: reversedBy }),
  allocations: allocations.map(allocationJson),
  credit: credits.map(creditJson),
});

/** A report with names and shapes of the fee sample's expected.json. What was written off shows only where there is any. */
export interface CollectionReportJson {
  readonly as_of: string;
  readonly invoices: readonly object[];
  readonly lines: readonly object[];
  readonly balances: readonly object[];
  readonly ageing: readonly object[];
  readonly plan: readonly object[];
  readonly totals: Readonly<Record<string, unknown>>;
}

const writtenOffJson = (writtenOff: bigint): object => (writtenOff === 0n ? {} : { written_off: money(writtenOff) });

export function collectionReportJson({ asOf, folded, invoices, balances, ageing, plan, totals }: CollectionReport): CollectionReportJson {
  const { notYetIssued, byRule, writtenOff, ...sums } = totals;
  return {
    as_of: asOf,
    invoices: invoices.map(({ invoice, paid, writtenOff: givenUp, open, bucket, interest }) => ({
      code: invoice.code,
      contract_no: invoice.contractNo,
      period: invoice.period,
      park_code: invoice.parkCode,
      service: invoice.service,
      net: money(invoice.net),
      vat: money(invoice.vat),
      total: money(invoice.total),
      invoice_date: invoice.invoiceDate,
      due_date: invoice.dueDate,
      paid: money(paid),
      ...writtenOffJson(givenUp),
      open: money(open),
      bucket: bucket ?? null,
      interest: money(interest),
    })),
    lines: folded.lines.map(lineJson),
    balances: balances.map(({ contractNo, invoiced, allocated, writtenOff: givenUp, open, credit, balance, interest }) => ({
      contract_no: contractNo,
      invoiced: money(invoiced),
      allocated: money(allocated),
      ...writtenOffJson(givenUp),
      open: money(open),
      credit: money(credit),
      balance: money(balance),
      interest: money(interest),
    })),
    ageing: ageing.map((row) => ({ ...row, amount: money(row.amount) })),
    plan: plan.map(({ year, service, parkCode, expected, collected, percent }) => ({
      year,
      service,
      park_code: parkCode,
      expected: money(expected),
      collected: money(collected),
      percent: percent ?? null,
    })),
    totals: {
      ...Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, typeof value === 'bigint' ? money(value) : value])),
      ...writtenOffJson(writtenOff),
      not_yet_issued: notYetIssued,
      by_rule: byRule,
    },
  };
}
