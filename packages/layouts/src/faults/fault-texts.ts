import type { FaultTexts } from './faults';

/** Faults of a file as a whole, and of rows that cannot be told apart into columns. */
export const FILE_FAULTS = {
  file_empty: { vi: 'Tệp rỗng: không có cả dòng tiêu đề', en: 'The file is empty: not even a header row' },
  file_unknown: { vi: 'Không có mẫu nhập liệu nào tên {value}', en: 'No import layout is called {value}' },
  file_twice: { vi: 'Mẫu {kind} có trong hai tệp của một lần nhập', en: 'The layout {kind} comes in two files of one import' },
  not_utf8: {
    vi: 'Tệp không phải UTF-8 ({guess}); hãy lưu lại dạng CSV UTF-8',
    en: 'The file is not UTF-8 ({guess}); save it again as CSV UTF-8',
  },
  not_a_workbook: { vi: 'Không đọc được tệp Excel (.xlsx)', en: 'The Excel file (.xlsx) cannot be read' },
  workbook_too_large: { vi: 'Tệp Excel giải nén quá lớn', en: 'The Excel file is too large when unpacked' },
  json_malformed: { vi: 'JSON sai cú pháp: {problem}', en: 'The JSON is malformed: {problem}' },
  json_key_twice: { vi: 'Khóa {value} có hai lần', en: 'The key {value} occurs twice' },
  board_differs: {
    vi: 'Tệp thuộc về ban {value}, không phải ban đang nhập',
    en: 'The file belongs to the board {value}, not to the one it is sent to',
  },
  column_missing: { vi: 'Thiếu cột {columns}', en: 'Column missing: {columns}' },
  column_unknown: { vi: 'Mẫu này không có cột {value}', en: 'This layout has no column {value}' },
  column_twice: { vi: 'Cột {value} có hai lần', en: 'The column {value} occurs twice' },
  malformed: { vi: 'Dòng sai cấu trúc CSV: {problemVi}', en: 'Malformed CSV row: {problemEn}' },
} as const satisfies Readonly<Record<string, FaultTexts>>;

/** Faults of one cell. */
export const CELL_FAULTS = {
  required: { vi: 'Không được để trống {column}', en: '{column} must not be empty' },
  not_a_date: {
    vi: '{value} không phải là ngày có thật dạng NNNN-TT-NN (2017-09-30)',
    en: '{value} is not a real date as YYYY-MM-DD (2017-09-30)',
  },
  not_a_quarter: { vi: '{value} không phải là quý (2017-Q4)', en: '{value} is not a quarter (2017-Q4)' },
  bad_period: {
    vi: '{value} không phải là kỳ báo cáo (2017, 2017-H1, 2017-9M, 2017-Q3 hoặc 2017-05)',
    en: '{value} is not a period (2017, 2017-H1, 2017-9M, 2017-Q3 or 2017-05)',
  },
  bad_month: { vi: '{value} không phải là tháng (2026-03)', en: '{value} is not a month (2026-03)' },
  bad_year: { vi: '{value} không phải là năm (1901–2199)', en: '{value} is not a year (1901–2199)' },
  not_a_number: {
    vi: '{value} không phải là số (dấu chấm thập phân, không có dấu phân cách nghìn)',
    en: '{value} is not a number (decimal point, no thousands separator)',
  },
  not_a_whole_number: { vi: '{value} không phải là số nguyên', en: '{value} is not a whole number' },
  too_many_decimals: {
    vi: '{value}: {unit} có nhiều nhất {decimals} chữ số thập phân',
    en: '{value}: {unit} has at most {decimals} decimals',
  },
  amount_too_large: { vi: '{value} vượt quá 64 bit', en: '{value} does not fit 64 bits' },
  number_too_large: { vi: '{value} lớn hơn {max}', en: '{value} is above {max}' },
  negative: { vi: '{value} không được âm', en: '{value} must not be negative' },
  not_positive: { vi: '{value} phải lớn hơn 0', en: '{value} must be above zero' },
  unknown_value: { vi: '{value} không thuộc: {allowed}', en: '{value} is none of: {allowed}' },
  unknown_currency: { vi: 'Không có đồng tiền {value} trong danh mục', en: 'The currency {value} is not known' },
  formula: { vi: '{value} bắt đầu bằng = + hoặc @ (công thức)', en: '{value} begins with = + or @ (a formula)' },
  damaged_text: { vi: '{value} có ký tự hỏng hoặc ký tự điều khiển', en: '{value} holds damaged or control characters' },
  text_too_long: { vi: 'Dài hơn {max} ký tự', en: 'Longer than {max} characters' },
  bad_tax_code: {
    vi: '{value} không phải mã số thuế (10 chữ số, chi nhánh thêm -001)',
    en: '{value} is not a tax code (10 digits, a branch adds -001)',
  },
} as const satisfies Readonly<Record<string, FaultTexts>>;

/** Faults of one row, and of a row among the others. */
export const ROW_FAULTS = {
  to_before_from: { vi: 'Ngày cuối {to} trước ngày đầu {from}', en: 'The last day {to} is before the first, {from}' },
  key_twice: {
    vi: 'Khóa {key} đã có ở dòng {line} với nội dung khác',
    en: 'The key {key} stands on line {line} with other content',
  },
  reference_unknown: { vi: 'Không có {whatVi} {value}', en: 'There is no {whatEn} {value}' },
} as const satisfies Readonly<Record<string, FaultTexts>>;
