import type { Invoice } from '../../domain/invoices/invoice';
import { fromExactText, toExactText } from './exact-text';

/** An invoice as it is kept. */
export const toInvoiceText = (invoice: Invoice): string => toExactText(invoice);

export const fromInvoiceText = (text: string): Invoice => fromExactText<Invoice>(text);
