/** Characters that no eye sees and that spreadsheets leave behind: byte order mark, zero-width spaces, soft hyphen. */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/g;

/**
 * One spelling for one text: composed Unicode (NFC; some keyboards type letters and marks apart), without invisible
 * characters, without space around it. Inner space stays as it is.
 */
export const normaliseText = (text: string): string => text.normalize('NFC').replaceAll(INVISIBLE, '').trim();

/** For finding and comparing by hand-typed text: no accents, upper case, single spaces; `Đường số 5` → `DUONG SO 5`. */
export const searchKey = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'D')
    .replaceAll(INVISIBLE, '')
    .toUpperCase()
    .replaceAll(/\s+/g, ' ')
    .trim();

/**
 * Signs that a text lost letters on its way:
 *  - a replacement character or half of a surrogate pair,
 *  - control characters (U+0080–U+009F come from bytes read in the wrong encoding),
 *  - UTF-8 read as a Western encoding (`dá»± Ã¡n`, `Ä‘áº§u tÆ°`),
 *  - a question mark inside a word (`Qu?ng Ninh`).
 */
const DAMAGE: readonly RegExp[] = [
  /\uFFFD|\p{Surrogate}/u,
  // Finding control characters is the purpose.
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/,
  /á[º»]|Ã[\u00A0-\u00BF]|Ä[‘\u0090\u0091]|Æ[°¡¯\u00A0]|Å[©¨]/,
  /\p{L}\?\p{L}/u,
];

export const isDamagedText = (text: string): boolean => DAMAGE.some((sign) => sign.test(text.normalize('NFC')));
