import type { PlainDate } from '@kcn/kernel';
import { findPlainDate } from '@kcn/kernel';
import type { ColumnsProfile, DayFormat } from '../../../domain/bank-profiles/columns-profile';

const DAY_SHAPES: Readonly<Record<DayFormat, { readonly shape: RegExp; readonly vi: string }>> = {
  'YYYY-MM-DD': { shape: /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/, vi: 'NNNN-TT-NN' },
  'DD/MM/YYYY': { shape: /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{4})$/, vi: 'NN/TT/NNNN' },
  'DD-MM-YYYY': { shape: /^(?<d>\d{2})-(?<m>\d{2})-(?<y>\d{4})$/, vi: 'NN-TT-NNNN' },
  'DD.MM.YYYY': { shape: /^(?<d>\d{2})\.(?<m>\d{2})\.(?<y>\d{4})$/, vi: 'NN.TT.NNNN' },
  YYYYMMDD: { shape: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/, vi: 'NNNNTTNN' },
};

export const dayFormatInVietnamese = (format: DayFormat): string => DAY_SHAPES[format].vi;

/** The day, or undefined when the text is not a real day in this format. A workbook's own dates come as YYYY-MM-DD. */
export function findDay(text: string, format: DayFormat): PlainDate | undefined {
  const parts = DAY_SHAPES[format].shape.exec(text)?.groups;
  return parts ? findPlainDate(`${parts['y'] ?? ''}-${parts['m'] ?? ''}-${parts['d'] ?? ''}`) : undefined;
}

type Marks = Pick<ColumnsProfile, 'decimalMark' | 'thousandsMark'>;

/** Groups of three digits after a first one of one to three. */
const inGroups = (groups: readonly string[]): boolean =>
  groups.every((group, index) => /^\d+$/.test(group) && (index === 0 ? group.length <= 3 : group.length === 3));

/**
 * An amount in the bank's writing with a decimal point and nothing between thousands; undefined when it is not written so.
 * Thousands are either all marked or not at all: `1.500,5` and `1500,5` are the same, `1.50,5` is nothing.
 */
export function findPlainAmount(text: string, { decimalMark, thousandsMark }: Marks): string | undefined {
  const negative = text.startsWith('-');
  const [whole = '', fraction, ...more] = (negative ? text.slice(1) : text).split(decimalMark);
  const groups = thousandsMark === '' ? [whole] : whole.split(thousandsMark);
  const sound = groups.length === 1 ? /^\d+$/.test(whole) : inGroups(groups);
  if (!sound || more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  return `${negative ? '-' : ''}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`;
}
