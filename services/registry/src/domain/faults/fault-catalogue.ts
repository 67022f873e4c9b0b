import type { LocalizedText } from '@kcn/kernel';

type Params = Readonly<Record<string, string>>;
type Texts = (params: Params) => LocalizedText;

const p = (params: Params, name: string): string => params[name] ?? '';
/** A cell's content as it is quoted in a message; long ones are cut. */
const quoted = (params: Params): string => {
  const value = p(params, 'value');
  return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
};

/**
 * Every fault that a file, a row or a change of a record can have. Codes are stable and never reused for another meaning;
 * texts say what is wrong and what would be right, for the person who keeps the spreadsheet.
 */
export const faultCatalogue = {
  // The file as a whole
  file_empty: () => ({ vi: 'Tệp rỗng: không có cả dòng tiêu đề', en: 'The file is empty: not even a header row' }),
  file_unknown: (x) => ({ vi: `Không có mẫu nhập liệu nào tên ${quoted(x)}`, en: `No import layout is called ${quoted(x)}` }),
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
  json_malformed: (x) => ({ vi: `JSON sai cú pháp: ${p(x, 'problem')}`, en: `The JSON is malformed: ${p(x, 'problem')}` }),
  json_key_twice: (x) => ({ vi: `Khóa ${quoted(x)} có hai lần`, en: `The key ${quoted(x)} occurs twice` }),
  board_differs: (x) => ({
    vi: `Tệp thuộc về ban ${quoted(x)}, không phải ban đang nhập`,
    en: `The file belongs to the board ${quoted(x)}, not to the one it is sent to`,
  }),
  column_missing: (x) => ({ vi: `Thiếu cột ${p(x, 'columns')}`, en: `Column missing: ${p(x, 'columns')}` }),
  column_unknown: (x) => ({ vi: `Mẫu này không có cột ${quoted(x)}`, en: `This layout has no column ${quoted(x)}` }),
  column_twice: (x) => ({ vi: `Cột ${quoted(x)} có hai lần`, en: `The column ${quoted(x)} occurs twice` }),
  malformed: (x) => ({ vi: `Dòng sai cấu trúc CSV: ${p(x, 'problemVi')}`, en: `Malformed CSV row: ${p(x, 'problemEn')}` }),

  // One cell
  required: (x) => ({ vi: `Không được để trống ${p(x, 'column')}`, en: `${p(x, 'column')} must not be empty` }),
  not_a_date: (x) => ({
    vi: `${quoted(x)} không phải là ngày có thật dạng NNNN-TT-NN (2017-09-30)`,
    en: `${quoted(x)} is not a real date as YYYY-MM-DD (2017-09-30)`,
  }),
  not_a_quarter: (x) => ({ vi: `${quoted(x)} không phải là quý (2017-Q4)`, en: `${quoted(x)} is not a quarter (2017-Q4)` }),
  not_a_number: (x) => ({
    vi: `${quoted(x)} không phải là số (dấu chấm thập phân, không có dấu phân cách nghìn)`,
    en: `${quoted(x)} is not a number (decimal point, no thousands separator)`,
  }),
  not_a_whole_number: (x) => ({ vi: `${quoted(x)} không phải là số nguyên`, en: `${quoted(x)} is not a whole number` }),
  too_many_decimals: (x) => ({
    vi: `${quoted(x)}: ${p(x, 'unit')} có nhiều nhất ${p(x, 'decimals')} chữ số thập phân`,
    en: `${quoted(x)}: ${p(x, 'unit')} has at most ${p(x, 'decimals')} decimals`,
  }),
  amount_too_large: (x) => ({ vi: `${quoted(x)} vượt quá 64 bit`, en: `${quoted(x)} does not fit 64 bits` }),
  number_too_large: (x) => ({ vi: `${quoted(x)} lớn hơn ${p(x, 'max')}`, en: `${quoted(x)} is above ${p(x, 'max')}` }),
  negative: (x) => ({ vi: `${quoted(x)} không được âm`, en: `${quoted(x)} must not be negative` }),
  not_positive: (x) => ({ vi: `${quoted(x)} phải lớn hơn 0`, en: `${quoted(x)} must be above zero` }),
  unknown_value: (x) => ({ vi: `${quoted(x)} không thuộc: ${p(x, 'allowed')}`, en: `${quoted(x)} is none of: ${p(x, 'allowed')}` }),
  unknown_currency: (x) => ({ vi: `Không có đồng tiền ${quoted(x)} trong danh mục`, en: `The currency ${quoted(x)} is not known` }),
  formula: (x) => ({ vi: `${quoted(x)} bắt đầu bằng = + hoặc @ (công thức)`, en: `${quoted(x)} begins with = + or @ (a formula)` }),
  damaged_text: (x) => ({ vi: `${quoted(x)} có ký tự hỏng hoặc ký tự điều khiển`, en: `${quoted(x)} holds damaged or control characters` }),
  text_too_long: (x) => ({ vi: `Dài hơn ${p(x, 'max')} ký tự`, en: `Longer than ${p(x, 'max')} characters` }),
  bad_tax_code: (x) => ({
    vi: `${quoted(x)} không phải mã số thuế (10 chữ số, chi nhánh thêm -001)`,
    en: `${quoted(x)} is not a tax code (10 digits, a branch adds -001)`,
  }),
  bad_project_code: (x) => ({
    vi: `${quoted(x)}: mã số dự án của GCNĐKĐT cấp từ 01/7/2015 có 10 chữ số`,
    en: `${quoted(x)}: the code of a certificate issued from 2015-07-01 has 10 digits`,
  }),
  bad_country: (x) => ({ vi: `${quoted(x)} không phải mã nước ISO 2 chữ cái`, en: `${quoted(x)} is not a two-letter ISO country code` }),
  bad_vsic: (x) => ({ vi: `${quoted(x)} không phải mã ngành VSIC`, en: `${quoted(x)} is not a VSIC code` }),

  // One row
  capital_currency: (x) => ({
    vi: `Vốn ${p(x, 'capitalKind')} phải ghi bằng ${p(x, 'expected')}, không phải ${p(x, 'currency')}`,
    en: `${p(x, 'capitalKind')} capital is kept in ${p(x, 'expected')}, not in ${p(x, 'currency')}`,
  }),
  to_before_from: (x) => ({
    vi: `Ngày cuối ${p(x, 'to')} trước ngày đầu ${p(x, 'from')}`,
    en: `The last day ${p(x, 'to')} is before the first, ${p(x, 'from')}`,
  }),
  key_twice: (x) => ({
    vi: `Khóa ${p(x, 'key')} đã có ở dòng ${p(x, 'line')} với nội dung khác`,
    en: `The key ${p(x, 'key')} stands on line ${p(x, 'line')} with other content`,
  }),
  key_differs: (x) => ({
    vi: `Nội dung có khóa ${p(x, 'contentKey')}, địa chỉ có khóa ${p(x, 'key')}`,
    en: `The content has the key ${p(x, 'contentKey')}, the address ${p(x, 'key')}`,
  }),

  // A record among the others
  reference_unknown: (x) => ({ vi: `Không có ${p(x, 'whatVi')} ${quoted(x)}`, en: `There is no ${p(x, 'whatEn')} ${quoted(x)}` }),
  still_referenced: (x) => ({ vi: `Còn được dẫn chiếu bởi ${p(x, 'by')}`, en: `Still referred to by ${p(x, 'by')}` }),
  action_not_allowed: (x) => ({
    vi: `${p(x, 'action')} ngày ${p(x, 'date')} không được phép ở trạng thái "${p(x, 'stateVi')}"; được phép: ${p(x, 'allowed') || 'không có'}`,
    en: `${p(x, 'action')} on ${p(x, 'date')} is not allowed in state "${p(x, 'state')}"; allowed: ${p(x, 'allowed') || 'none'}`,
  }),
  event_before_issue: (x) => ({
    vi: `${p(x, 'action')} ngày ${p(x, 'date')} trước ngày cấp ${p(x, 'issuedOn')}`,
    en: `${p(x, 'action')} on ${p(x, 'date')} is before the issue on ${p(x, 'issuedOn')}`,
  }),
  capital_below_zero: (x) => ({
    vi: `Giảm ${p(x, 'amount')} khi vốn đăng ký còn ${p(x, 'capital')}`,
    en: `A decrease by ${p(x, 'amount')} with ${p(x, 'capital')} registered`,
  }),
  capital_too_large: () => ({ vi: 'Vốn đăng ký sau điều chỉnh vượt quá 64 bit', en: 'The registered capital no longer fits 64 bits' }),
  currency_differs: (x) => ({
    vi: `${p(x, 'currency')} khác đồng tiền của dự án (${p(x, 'expected')})`,
    en: `${p(x, 'currency')} is not the project's currency (${p(x, 'expected')})`,
  }),
} as const satisfies Readonly<Record<string, Texts>>;

export type FaultCode = keyof typeof faultCatalogue;

/** Something wrong with a cell, a row or a record. */
export interface Fault extends LocalizedText {
  readonly code: FaultCode;
  /** The column (or member) it is about; absent for a defect of the whole. */
  readonly column?: string;
}

/** A fault with its texts filled in. */
export function fault(code: FaultCode, params: Params = {}, column?: string): Fault {
  const texts: Texts = faultCatalogue[code];
  return { code, ...texts(column === undefined ? params : { column, ...params }), ...(column === undefined ? {} : { column }) };
}
