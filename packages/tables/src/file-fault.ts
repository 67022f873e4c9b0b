import type { LocalizedText } from '@kcn/kernel';

type Params = Readonly<Record<string, string>>;
type Texts = (params: Params) => LocalizedText;

const p = (params: Params, name: string): string => params[name] ?? '';

/** A cell's content as it is quoted in a message; long ones are cut. */
export const quoted = (value: string): string => `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;

/** Faults of a file as a whole and of rows that cannot be told apart into columns. Codes are stable. */
const FILE_FAULTS = {
  file_empty: () => ({ vi: 'Tệp rỗng: không có cả dòng tiêu đề', en: 'The file is empty: not even a header row' }),
  file_unknown: (x) => ({
    vi: `Không có mẫu nhập liệu nào tên ${quoted(p(x, 'value'))}`,
    en: `No import layout is called ${quoted(p(x, 'value'))}`,
  }),
  file_twice: (x) => ({
    vi: `Mẫu ${p(x, 'kind')} có trong hai tệp của một lần nhập`,
    en: `The layout ${p(x, 'kind')} comes in two files of one import`,
  }),
  not_utf8: (x) => ({
    vi: `Tệp không phải UTF-8 (${p(x, 'guess')}); hãy lưu lại dạng CSV UTF-8`,
    en: `The file is not UTF-8 (${p(x, 'guess')}); save it again as CSV UTF-8`,
  }),
  not_a_workbook: () => ({ vi: 'Không đọc được tệp Excel (.xlsx)', en: 'The Excel file (.xlsx) cannot be read' }),
  workbook_too_large: () => ({ vi: 'Tệp Excel giải nén quá lớn', en: 'The Excel file is too large when unpacked' }),
  column_missing: (x) => ({ vi: `Thiếu cột ${p(x, 'columns')}`, en: `Column missing: ${p(x, 'columns')}` }),
  column_unknown: (x) => ({
    vi: `Mẫu này không có cột ${quoted(p(x, 'value'))}`,
    en: `This layout has no column ${quoted(p(x, 'value'))}`,
  }),
  column_twice: (x) => ({ vi: `Cột ${quoted(p(x, 'value'))} có hai lần`, en: `The column ${quoted(p(x, 'value'))} occurs twice` }),
  malformed: (x) => ({ vi: `Dòng sai cấu trúc CSV: ${p(x, 'problemVi')}`, en: `Malformed CSV row: ${p(x, 'problemEn')}` }),
} as const satisfies Readonly<Record<string, Texts>>;

export type FileFaultCode = keyof typeof FILE_FAULTS;

/** Something wrong with a file; the same shape as the faults of rows and cells that services add. */
export interface FileFault extends LocalizedText {
  readonly code: FileFaultCode;
  readonly column?: string;
}

export function fileFault(code: FileFaultCode, params: Params = {}): FileFault {
  const texts: Texts = FILE_FAULTS[code];
  return { code, ...texts(params) };
}
