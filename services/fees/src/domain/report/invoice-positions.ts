import type { PlainDate } from '@kcn/kernel';
import { ageingBucket } from '../arrears/ageing';
import type { AgeingBucket } from '../arrears/ageing';
import { interestSegments, sumInterest } from '../arrears/late-interest';
import { roundHalfUp } from '@kcn/kernel/fraction';
import { compareInvoices } from '../collection/fold';
import type { Folded } from '../collection/fold';
import type { IssuedInvoice } from '../collection/facts';

/** Where an invoice stands. Money in đồng. */
export interface InvoicePosition {
  readonly invoice: IssuedInvoice;
  /** What lines gave it, less what was taken back and what an adjustment freed. */
  readonly paid: bigint;
  readonly writtenOff: bigint;
  readonly open: bigint;
  /** Undefined when nothing is open. */
  readonly bucket: AgeingBucket | undefined;
  /** Late interest to the day, rounded. */
  readonly interest: bigint;
}

function sumBy<T>(items: Iterable<T>, keyOf: (item: T) => string, amountOf: (item: T) => bigint): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0n) + amountOf(item));
  return sums;
}

/** Every invoice in force, in the order in which they came up; the fold holds nothing later than the day. */
export function invoicePositions(folded: Folded, asOf: PlainDate): InvoicePosition[] {
  const contracts = new Map(folded.facts.contracts.map((contract) => [contract.contractNo, contract]));
  const allocations = [...folded.lines.flatMap((line) => line.allocations), ...folded.adjustments.flatMap(({ taken }) => taken)];
  const paid = sumBy(
    allocations,
    ({ invoice }) => invoice,
    ({ amount }) => amount,
  );
  const freed = sumBy(
    folded.adjustments,
    ({ invoice }) => invoice,
    (adjustment) => adjustment.freed,
  );
  const writtenOff = sumBy(
    folded.writeOffs,
    ({ invoice }) => invoice,
    ({ amount }) => amount,
  );
  return folded.facts.invoices.toSorted(compareInvoices).map((invoice) => {
    const changes = folded.changes.get(invoice.code) ?? [];
    const total = invoice.total > 0n ? invoice.total : 0n;
    const open = changes.reduce((sum, { change }) => sum + change, total);
    const terms = contracts.get(invoice.contractNo) ?? { lateRegime: 'NONE' as const, lateRatePercent: '' };
    const segments = interestSegments({ total, dueDate: invoice.dueDate, changes }, terms, { asOf });
    return {
      invoice,
      paid: (paid.get(invoice.code) ?? 0n) - (freed.get(invoice.code) ?? 0n),
      writtenOff: writtenOff.get(invoice.code) ?? 0n,
      open,
      bucket: open === 0n ? undefined : ageingBucket(invoice.dueDate, asOf),
      interest: roundHalfUp(sumInterest(segments)),
    };
  });
}
