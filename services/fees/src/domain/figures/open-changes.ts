import type { PlainDate } from '@kcn/kernel';
import type { IssuedInvoice } from '../collection/facts';
import { feeFact, overdueFrom } from './figure-records';
import type { FigureFact } from './figure-records';

/** A change of what is open of an invoice, and where the fact that it makes belongs. */
interface OpenChange {
  readonly date: PlainDate;
  readonly by: bigint;
  readonly into: FigureFact[];
}

/** Gathers changes of what is open and turns them into facts of FEE.OVERDUE. */
export interface OpenChanges {
  /** @param change.by below zero for a payment */
  add(invoice: IssuedInvoice, change: { readonly day: PlainDate; readonly by: bigint; readonly into: FigureFact[] }): void;
  /** Writes the facts; call once, at the end. */
  settle(): void;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * An invoice counts as overdue while anything of it is open, so the change that leaves nothing takes it out of the count and
 * the one that opens it again brings it back. Within a day any order gives the same sums.
 */
export function createOpenChanges(): OpenChanges {
  const byInvoice = new Map<IssuedInvoice, OpenChange[]>();
  return {
    add(invoice, { day, by, into }) {
      if (by === 0n) return;
      const change = { date: overdueFrom(invoice.dueDate, day), by, into };
      const known = byInvoice.get(invoice);
      if (known) known.push(change);
      else byInvoice.set(invoice, [change]);
    },
    settle() {
      for (const [invoice, changes] of byInvoice) {
        let open = invoice.total;
        for (const { date, by, into } of changes.toSorted((a, b) => compare(a.date, b.date))) {
          const before = open;
          open += by;
          const n = Number(open > 0n) - Number(before > 0n);
          into.push(feeFact('FEE.OVERDUE', invoice, { date, value: by, n }));
        }
      }
    },
  };
}
