import { SERVICES } from '../tariffs/tariff';
import { defineFeeLayout } from './fee-layout';
import { feeFaults } from './fee-faults';
import { findOptionalDate } from './optional-date';

const BANK_BIN = /^\d{6}$/;
/** Model, with or without the tax authority's code, year, type, two characters of the creditor's own (NĐ 254/2026). */
const INVOICE_SYMBOL = /^[1-9][CK]\d{2}[A-Z][A-Z0-9]{2}$/;

export const planLayout = defineFeeLayout({
  kind: 'fee-plan',
  columns: ['year', 'service', 'park_code', 'base_quantity', 'unit_price', 'expected_amount', 'decision_no', 'submitted_on'],
  keyColumn: 'service',
  keyOf: ({ year, service, parkCode }) => [String(year), service, parkCode],
  faults: feeFaults,
  read: (row) => ({
    year: row.year('year'),
    service: row.oneOf('service', SERVICES),
    parkCode: row.code('park_code'),
    baseQuantity: row.decimal('base_quantity', { decimals: 4, atLeast: 'zero' }),
    unitPrice: row.decimal('unit_price', { decimals: 4, atLeast: 'zero' }),
    expectedAmount: row.measure('expected_amount', 'VND', { atLeast: 'zero' }),
    decisionNo: row.optionalText('decision_no', 200),
    submittedOn: findOptionalDate(row, 'submitted_on'),
  }),
});

export const creditorsLayout = defineFeeLayout({
  kind: 'creditors',
  columns: ['creditor', 'name', 'tax_code', 'address', 'bank_bin', 'account', 'invoice_symbol'],
  keyColumn: 'creditor',
  keyOf: ({ creditor }) => [creditor],
  faults: feeFaults,
  read(row) {
    const bankBin = row.code('bank_bin');
    if (bankBin !== '' && !BANK_BIN.test(bankBin)) row.addFault('bad_bank_bin', { value: bankBin }, 'bank_bin');
    const invoiceSymbol = row.code('invoice_symbol');
    if (invoiceSymbol !== '' && !INVOICE_SYMBOL.test(invoiceSymbol))
      row.addFault('bad_invoice_symbol', { value: invoiceSymbol }, 'invoice_symbol');
    return {
      creditor: row.code('creditor'),
      name: row.text('name', 500),
      taxCode: row.taxCode('tax_code'),
      address: row.optionalText('address', 500),
      bankBin,
      account: row.code('account'),
      invoiceSymbol,
    };
  },
});

export const creditorParksLayout = defineFeeLayout({
  kind: 'creditor-parks',
  columns: ['creditor', 'park_code', 'service'],
  keyColumn: 'creditor',
  keyOf: ({ parkCode, service }) => [parkCode, service],
  faults: feeFaults,
  read: (row) => ({ creditor: row.code('creditor'), parkCode: row.code('park_code'), service: row.oneOf('service', SERVICES) }),
});
