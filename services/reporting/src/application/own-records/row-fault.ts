import type { LocalizedText } from '@kcn/kernel';
import { quoted } from '@kcn/tables';

/** Something wrong with a cell or a row. */
export interface RowFault extends LocalizedText {
  readonly code: string;
  readonly column?: string;
}

type Make = (value: string, more: string) => LocalizedText;

/** Codes and texts as the registry's files have them; the last three are of indicators and periods only. */
const ROW_FAULTS = {
  required: (_value, column) => ({ vi: `Không được để trống ${column}`, en: `${column} must not be empty` }),
  not_a_number: (value) => ({
    vi: `${quoted(value)} không phải là số (dấu chấm thập phân, không có dấu phân cách nghìn)`,
    en: `${quoted(value)} is not a number (decimal point, no thousands separator)`,
  }),
  too_many_decimals: (value, decimals) => ({
    vi: `${quoted(value)}: nhiều nhất ${decimals} chữ số thập phân`,
    en: `${quoted(value)}: at most ${decimals} decimals`,
  }),
  amount_too_large: (value) => ({ vi: `${quoted(value)} vượt quá 64 bit`, en: `${quoted(value)} does not fit 64 bits` }),
  unknown_value: (value, allowed) => ({ vi: `${quoted(value)} không thuộc: ${allowed}`, en: `${quoted(value)} is none of: ${allowed}` }),
  formula: (value) => ({
    vi: `${quoted(value)} bắt đầu bằng = + hoặc @ (công thức)`,
    en: `${quoted(value)} begins with = + or @ (a formula)`,
  }),
  damaged_text: (value) => ({
    vi: `${quoted(value)} có ký tự hỏng hoặc ký tự điều khiển`,
    en: `${quoted(value)} holds damaged or control characters`,
  }),
  text_too_long: (_value, max) => ({ vi: `Dài hơn ${max} ký tự`, en: `Longer than ${max} characters` }),
  key_twice: (key, line) => ({
    vi: `Khóa ${key} đã có ở dòng ${line} với nội dung khác`,
    en: `The key ${key} stands on line ${line} with other content`,
  }),
  bad_period: (value) => ({
    vi: `${quoted(value)} không phải là kỳ báo cáo (2017, 2017-H1, 2017-9M, 2017-Q3 hoặc 2017-05)`,
    en: `${quoted(value)} is not a period (2017, 2017-H1, 2017-9M, 2017-Q3 or 2017-05)`,
  }),
  bad_year: (value) => ({ vi: `${quoted(value)} không phải là năm (1901–2199)`, en: `${quoted(value)} is not a year (1901–2199)` }),
} as const satisfies Readonly<Record<string, Make>>;

export type RowFaultCode = keyof typeof ROW_FAULTS;

export function rowFault(
  code: RowFaultCode,
  options: { readonly value?: string; readonly more?: string; readonly column?: string },
): RowFault {
  const make: Make = ROW_FAULTS[code];
  const { value = '', more = '', column } = options;
  return { code, ...make(value, more), ...(column === undefined ? {} : { column }) };
}
