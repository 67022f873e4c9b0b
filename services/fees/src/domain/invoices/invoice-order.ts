import type { Invoice } from './invoice';

type Placed = Pick<Invoice, 'invoiceDate' | 'contractNo' | 'period'>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which invoices are numbered: invoice date, contract, period; by code points, the same on every machine. */
export const byInvoiceOrder = (a: Placed, b: Placed): number =>
  byText(a.invoiceDate, b.invoiceDate) || byText(a.contractNo, b.contractNo) || byText(a.period, b.period);

/** A text that sorts lists as `byInvoiceOrder` does: what parts the members is below any character of theirs. */
export const listOrder = ({ invoiceDate, contractNo, period }: Placed): string => [invoiceDate, contractNo, period].join('\u0001');
