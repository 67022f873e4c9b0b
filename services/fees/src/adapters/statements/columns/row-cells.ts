import type { PlainDate } from '@kcn/kernel';
import type { FaultParams } from '@kcn/layouts';
import { normaliseText } from '@kcn/vietnam';
import { readAmount } from '../amounts';
import type { FaultList } from '../fault-list';
import { MAX_TEXT_LENGTH } from '../statement';
import type { StatementFaultCode } from '../statement-faults';
import { dayFormatInVietnamese, findDay, findPlainAmount } from './cells';
import type { ColumnsProfile, Source } from '../../../domain/bank-profiles/columns-profile';

/** Control characters but line breaks and tab, and what a wrong decoding leaves. */
// Finding control characters is the purpose.
// eslint-disable-next-line no-control-regex
const DAMAGED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFD]/;

/** One row's cells by column; what is wrong with one is noted, and the row is bad from then on. */
export interface RowCells {
  isBad(): boolean;
  complain(code: StatementFaultCode, at: string | Source, params?: FaultParams): void;
  /** The cell without space around it. */
  cell(column: string): string;
  text(column: string, rules?: { readonly required: boolean }): string;
  /** The cell, or the profile's one value; never empty without a complaint. */
  source(source: Source): string;
  day(column: string): PlainDate | undefined;
  /** What came in, negative for what went out. */
  amount(currency: string): bigint | undefined;
}

export function createRowCells(row: {
  readonly header: readonly string[];
  readonly cells: readonly string[];
  readonly line: number;
  readonly profile: ColumnsProfile;
  readonly faults: FaultList;
}): RowCells {
  const { header, cells, line, profile, faults } = row;
  const faultsBefore = faults.faults.length;

  const cell = (column: string): string => (cells[header.indexOf(column)] ?? '').trim();

  function complain(code: StatementFaultCode, at: string | Source, params: FaultParams = {}): void {
    const column = typeof at === 'string' ? at : 'column' in at ? at.column : undefined;
    faults.add(code, { line, ...(column === undefined ? {} : { column }) }, params);
  }

  function text(column: string, { required } = { required: false }): string {
    const value = normaliseText(cell(column));
    if (value === '' && required) complain('required', column);
    if (/^[=+@]/.test(value)) complain('formula', column, { value });
    else if (DAMAGED.test(value)) complain('damaged_text', column, { value });
    else if (value.length > MAX_TEXT_LENGTH) complain('text_too_long', column, { max: String(MAX_TEXT_LENGTH) });
    return value;
  }

  function readCell(column: string, currency: string): bigint | undefined {
    const shown = cell(column);
    const plain = findPlainAmount(shown, profile);
    if (plain === undefined) {
      const example = `1${profile.thousandsMark}500${profile.decimalMark}5`;
      const code = profile.decimalMark === '.' && profile.thousandsMark === '' ? 'not_a_number' : 'not_an_amount';
      complain(code, column, { value: shown, exampleVi: example, exampleEn: example });
      return undefined;
    }
    return readAmount(plain, { currency, faults, place: { line, column }, shown, strict: profile.strictDecimals });
  }

  return {
    isBad: () => faults.faults.length > faultsBefore,
    complain,
    cell,
    text,
    source: (source) => ('value' in source ? source.value : text(source.column, { required: true })),
    day(column) {
      const value = cell(column);
      if (value === '') {
        complain('required', column);
        return undefined;
      }
      const day = findDay(value, profile.days);
      if (day !== undefined) return day;
      const code = profile.days === 'YYYY-MM-DD' ? 'not_a_date' : 'not_a_day';
      complain(code, column, { value, formatVi: dayFormatInVietnamese(profile.days), formatEn: profile.days });
      return undefined;
    },
    amount(currency) {
      const { amount } = profile;
      if ('signed' in amount) {
        if (cell(amount.signed) !== '') return readCell(amount.signed, currency);
        complain('required', amount.signed);
        return undefined;
      }
      // Banks leave the other side empty or write 0 there; some give what went out with a minus.
      const side = (column: string): bigint | undefined => (cell(column) === '' ? 0n : readCell(column, currency));
      const [credit, debit] = [side(amount.credit), side(amount.debit)];
      if (credit === undefined || debit === undefined) return undefined;
      if (credit !== 0n && debit !== 0n) complain('two_amounts', amount.debit);
      if (cell(amount.credit) === '' && cell(amount.debit) === '') complain('required', amount.credit);
      return credit - (debit < 0n ? -debit : debit);
    },
  };
}
