import { fromExactText, toExactText } from '@kcn/kernel';
import type { Invoice } from '../../domain/invoices/invoice';

/** An invoice as it is kept. */
export const toInvoiceText = (invoice: Invoice): string => toExactText(invoice);

export const fromInvoiceText = (text: string): Invoice => fromExactText<Invoice>(text);
