import type { ColumnsProfile } from './columns-profile';

/** The layout of this platform's own bank-statement file. */
export const DEFAULT_PROFILE: ColumnsProfile = {
  id: 'bank-statement',
  name: { vi: 'Mẫu bank-statement', en: 'The bank-statement layout' },
  account: { column: 'account' },
  currency: { column: 'currency' },
  amount: { signed: 'amount' },
  bookedOn: 'booked_on',
  valueOn: 'value_on',
  bankRef: 'bank_ref',
  remitter: 'remitter',
  description: 'description',
  days: 'YYYY-MM-DD',
  decimalMark: '.',
  thousandsMark: '',
  strictDecimals: true,
  ignored: [],
};
