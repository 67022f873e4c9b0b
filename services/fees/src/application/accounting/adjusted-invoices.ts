import type { Invoice } from '../../domain/invoices/invoice';
import { actsOf } from './act';
import type { Act } from './act';

/** Issued invoices with the money to which their adjustments brought them. */
export function adjustedInvoices(issued: readonly Invoice[], acts: readonly Act[]): Invoice[] {
  const sums = new Map<string, { net: bigint; vat: bigint; total: bigint }>();
  for (const { content } of actsOf('adjustment', acts)) {
    const sum = sums.get(content.adjusts) ?? { net: 0n, vat: 0n, total: 0n };
    sums.set(content.adjusts, { net: sum.net + content.net, vat: sum.vat + content.vat, total: sum.total + content.total });
  }
  return issued.map((invoice) => {
    const sum = sums.get(invoice.code);
    if (!sum) return invoice;
    return { ...invoice, net: invoice.net + sum.net, vat: invoice.vat + sum.vat, total: invoice.total + sum.total };
  });
}
