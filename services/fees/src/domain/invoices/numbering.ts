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
 * Whether a block of numbers fits.
 * @throws DomainError precondition `invoice_numbers_exhausted`
 */
export function checkNumbersLeft(first: number, count: number): void {
  if (first + count - 1 <= LAST_NUMBER) return;
  throw precondition('invoice_numbers_exhausted', {
    vi: `Không còn đủ số hóa đơn 8 chữ số cho ${String(count)} hóa đơn từ số ${String(first)}`,
    en: `The 8 digits of invoice numbers do not suffice for ${String(count)} invoices from ${String(first)} on`,
  });
}

/**
 * The numbers of a frozen list: first + index, without gap.
 * @throws DomainError precondition `invoice_numbers_exhausted`
 */
export function numberList(frozen: readonly Pick<Invoice, 'code'>[], first: number): NumberedInvoice[] {
  checkNumbersLeft(first, frozen.length);
  return frozen.map(({ code }, index) => ({ code, number: first + index }));
}
