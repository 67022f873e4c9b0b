import type { ErrorDetail, LocalizedText } from '@kcn/kernel';
import { MAX_TEXT_LENGTH } from './text-rules';

/** Why a place of a document is refused; `what` is the character, number or value at fault. */
const TEXTS = {
  forbidden_character: (what) => ({ vi: `ký tự không được phép ${what}`, en: `character ${what} is not allowed` }),
  right_to_left_text: (what) => ({
    vi: `chữ viết từ phải sang trái (${what}) không in được`,
    en: `right-to-left text (${what}) cannot be set`,
  }),
  letter_without_glyph: (what) => ({ vi: `phông chữ không có ký tự ${what}`, en: `the font has no letter ${what}` }),
  text_too_long: (what) => ({
    vi: `dài ${what} ký tự, tối đa ${String(MAX_TEXT_LENGTH)}`,
    en: `${what} characters, at most ${String(MAX_TEXT_LENGTH)}`,
  }),
  not_text: () => ({ vi: 'phải là văn bản', en: 'must be text' }),
  text_empty: () => ({ vi: 'không được để trống', en: 'must not be empty' }),
  list_empty: () => ({ vi: 'phải có ít nhất một mục', en: 'needs at least one entry' }),
  unknown_kind: (what) => ({ vi: `loại không có: ${what}`, en: `unknown kind: ${what}` }),
  row_width: (what) => ({ vi: `các ô của hàng không phủ đúng số cột (${what})`, en: `the row's cells do not cover the columns (${what})` }),
  number_out_of_range: (what) => ({ vi: `số ${what} ngoài khoảng cho phép`, en: `number ${what} is out of range` }),
  qr_payload: (what) => ({ vi: `nội dung mã QR không hợp lệ: ${what}`, en: `QR payload is not valid: ${what}` }),
  bad_date: (what) => ({ vi: `ngày không hợp lệ: ${what}`, en: `not a date: ${what}` }),
  bad_instant: (what) => ({ vi: `thời điểm không hợp lệ: ${what}`, en: `not an instant: ${what}` }),
} satisfies Record<string, (what: string) => LocalizedText>;

export type FaultCode = keyof typeof TEXTS;

/** @param pointer JSON pointer into the document */
export const faultAt = (pointer: string, code: FaultCode, what = ''): ErrorDetail => ({ pointer, code, ...TEXTS[code](what) });
