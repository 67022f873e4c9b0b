import { invalid, isCurrency } from '@kcn/kernel';
import type { DomainError, ErrorDetail, LocalizedText } from '@kcn/kernel';

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

/** What each column is for, by the setting's name in the interface. */
function rolesOf({ account, currency, amount, bookedOn, valueOn, bankRef, remitter, description, ignored }: ColumnsProfile) {
  const named = (role: string, source: Source): [string, string][] => ('column' in source ? [[role, source.column]] : []);
  const optional = (role: string, column: string | undefined): [string, string][] => (column === undefined ? [] : [[role, column]]);
  const amounts: [string, string][] =
    'signed' in amount ? [['amount', amount.signed]] : [['amount/credit', amount.credit], ['amount/debit', amount.debit]];
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

const detail = (pointer: string, code: string, texts: LocalizedText): ErrorDetail => ({ pointer: `/${pointer}`, code, ...texts });

function faultsOf(profile: ColumnsProfile): ErrorDetail[] {
  const faults: ErrorDetail[] = [];
  const roleOf = new Map<string, string>();
  for (const [role, column] of rolesOf(profile)) {
    const other = roleOf.get(column);
    roleOf.set(column, role);
    if (other !== undefined)
      faults.push(
        detail(role, 'column_twice', {
          vi: `Cột "${column}" đã dùng cho ${other}`,
          en: `The column "${column}" stands for ${other} already`,
        }),
      );
  }
  if (profile.thousandsMark === profile.decimalMark)
    faults.push(
      detail('thousands_mark', 'marks_alike', {
        vi: 'Dấu phân cách hàng nghìn trùng dấu thập phân',
        en: 'The mark between thousands is the decimal mark too',
      }),
    );
  if ('value' in profile.currency && !isCurrency(profile.currency.value))
    faults.push(
      detail('currency', 'unknown_currency', {
        vi: `Không biết loại tiền "${profile.currency.value}"`,
        en: `There is no currency "${profile.currency.value}"`,
      }),
    );
  return faults;
}

const badProfile = (faults: readonly ErrorDetail[]): DomainError =>
  invalid('bad_bank_profile', {
    vi: `Mẫu sao kê không dùng được: ${faults.map(({ vi }) => vi).join('; ')}`,
    en: `The bank profile cannot be used: ${faults.map(({ en }) => en).join('; ')}`,
    details: faults,
  });

/** @throws DomainError invalid `bad_bank_profile`, with every fault and the setting that it is about */
export function checkProfile(profile: ColumnsProfile): void {
  const faults = faultsOf(profile);
  if (faults.length > 0) throw badProfile(faults);
}
