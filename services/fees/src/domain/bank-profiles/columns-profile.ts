import type { LocalizedText } from '@kcn/kernel';

export const DAY_FORMATS = ['YYYY-MM-DD', 'DD/MM/YYYY', 'DD-MM-YYYY', 'DD.MM.YYYY', 'YYYYMMDD'] as const;
/** How a bank writes days in its files. */
export type DayFormat = (typeof DAY_FORMATS)[number];

export const DECIMAL_MARKS = ['.', ','] as const;
export const THOUSANDS_MARKS = ['', '.', ',', ' ', "'"] as const;

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
  readonly decimalMark: (typeof DECIMAL_MARKS)[number];
  /** What stands between thousands; '' where nothing does. Never the decimal mark. */
  readonly thousandsMark: (typeof THOUSANDS_MARKS)[number];
  /** Refuse an amount written with more decimals than its currency has, even when they are zeros. */
  readonly strictDecimals: boolean;
  /** Columns of the file that say nothing here (running balance, teller). */
  readonly ignored: readonly string[];
}

/** What each column is for: the setting's name in the interface, and the column. */
export function rolesOf({ account, currency, amount, bookedOn, valueOn, bankRef, remitter, description, ignored }: ColumnsProfile) {
  const named = (role: string, source: Source): [string, string][] => ('column' in source ? [[role, source.column]] : []);
  const optional = (role: string, column: string | undefined): [string, string][] => (column === undefined ? [] : [[role, column]]);
  const amounts: [string, string][] =
    'signed' in amount
      ? [['amount', amount.signed]]
      : [
          ['amount/credit', amount.credit],
          ['amount/debit', amount.debit],
        ];
  return [
    ...named('account', account),
    ...named('currency', currency),
    ['booked_on', bookedOn] as [string, string],
    ...amounts,
    ['bank_ref', bankRef] as [string, string],
    ['description', description] as [string, string],
    ...optional('value_on', valueOn),
    ...optional('remitter', remitter),
    ...ignored.map((column, index): [string, string] => [`ignored/${String(index)}`, column]),
  ];
}

/** Every column that a file of this profile has. */
export const columnsOf = (profile: ColumnsProfile): string[] => [...new Set(rolesOf(profile).map(([, column]) => column))];
