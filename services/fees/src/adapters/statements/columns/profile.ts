import type { LocalizedText } from '@kcn/kernel';

/** How a bank writes days in its files. */
export type DayFormat = 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'DD-MM-YYYY' | 'DD.MM.YYYY' | 'YYYYMMDD';

/** A column of the bank's file, or one value for the whole file where it has no such column. */
export type Source = { readonly column: string } | { readonly value: string };

/** One signed column, or what came in and what went out in two columns of which a row fills one. */
export type AmountColumns = { readonly signed: string } | { readonly credit: string; readonly debit: string };

/** How one bank lays out the statement that it gives as a file of columns, CSV or the first sheet of a workbook. Data. */
export interface ColumnsProfile {
  readonly id: string;
  readonly name: LocalizedText;
  readonly account: Source;
  readonly currency: Source;
  readonly amount: AmountColumns;
  readonly bookedOn: string;
  readonly valueOn?: string;
  readonly bankRef: string;
  readonly remitter?: string;
  readonly description: string;
  readonly days: DayFormat;
  readonly decimalMark: '.' | ',';
  /** What stands between thousands; '' where nothing does. Never the decimal mark. */
  readonly thousandsMark: '' | '.' | ',' | ' ' | "'";
  /** Refuse an amount written with more decimals than its currency has, even when they are zeros. */
  readonly strictDecimals: boolean;
  /** Columns of the file that say nothing here (running balance, teller). */
  readonly ignored: readonly string[];
}

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

/** Every column that a file of this profile has. */
export function columnsOf(profile: ColumnsProfile): string[] {
  const { account, currency, amount, bookedOn, valueOn, bankRef, remitter, description, ignored } = profile;
  const amounts = 'signed' in amount ? [amount.signed] : [amount.credit, amount.debit];
  const named = [account, currency].flatMap((source) => ('column' in source ? [source.column] : []));
  const optional = [valueOn, remitter].filter((column) => column !== undefined);
  return [...new Set([...named, bookedOn, ...amounts, bankRef, description, ...optional, ...ignored])];
}
