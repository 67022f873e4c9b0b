import { precondition } from '@kcn/kernel';
import type { Invoice } from './invoice';
import { byInvoiceOrder } from './invoice-order';

/** An invoice's place in the list that an approval froze. */
export type NumberedItem = Pick<Invoice, 'code' | 'invoiceDate' | 'contractNo' | 'period'>;

/** An invoice and the number it bears, at most 8 digits, from 1 each year. */
export interface NumberedInvoice {
  readonly code: string;
  readonly number: number;
}

/** The highest number that fits the 8 digits of an e-invoice. */
const LAST_NUMBER = 99_999_999;

/** The list as an approval freezes it: sorted by invoice date, contract and period, whatever order the plan came in. */
export const freezeList = <T extends NumberedItem>(invoices: Iterable<T>): T[] => [...invoices].sort(byInvoiceOrder);

/**
 * The numbers of a frozen list: first + index, without gap.
 * @throws DomainError precondition `invoice_numbers_exhausted`
 */
export function numberList(frozen: readonly Pick<Invoice, 'code'>[], first: number): NumberedInvoice[] {
  if (first + frozen.length - 1 > LAST_NUMBER) {
    throw precondition('invoice_numbers_exhausted', {
      vi: `Không còn đủ số hóa đơn 8 chữ số cho ${String(frozen.length)} hóa đơn từ số ${String(first)}`,
      en: `The 8 digits of invoice numbers do not suffice for ${String(frozen.length)} invoices from ${String(first)} on`,
    });
  }
  return frozen.map(({ code }, index) => ({ code, number: first + index }));
}
