import type { Invoice } from '../../domain/invoices/invoice';

/** Beside an invoice's own values, `{"$int": "123"}` stands for a whole number of any length. */
const INTEGER = '$int';

/** An invoice as it is kept: its exact fractions are longer than any number of the database. */
export const toInvoiceText = (invoice: Invoice): string =>
  JSON.stringify(invoice, (_name, value: unknown) => (typeof value === 'bigint' ? { [INTEGER]: value.toString() } : value));

export const fromInvoiceText = (text: string): Invoice =>
  JSON.parse(text, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || !(INTEGER in value)) return value;
    return BigInt(String(value[INTEGER]));
  }) as Invoice;
