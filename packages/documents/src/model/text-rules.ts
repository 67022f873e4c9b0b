import { face, FACE_NAMES } from '../fonts/faces';

/** Longest text of one run. */
export const MAX_TEXT_LENGTH = 20_000;

/**
 * What no text of a document may hold, because a reader would see something else than what is stored: control characters and
 * line ends (a line is a block or entry of its own), marks that turn the direction or hide, halves of pairs, private and
 * unassigned characters.
 */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFD]/u;
/** Scripts from right to left, which neither renderer sets. */
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

export interface TextFault {
  readonly code: 'forbidden_character' | 'right_to_left_text' | 'letter_without_glyph' | 'text_too_long';
  /** `U+202E`; for a text too long its length. */
  readonly what: string;
}

const codeOf = (letter: string): string => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Letters that a face has been asked for; texts of a run share almost all of theirs. */
const printable = new Set<string>();

function isPrintable(letter: string): boolean {
  if (printable.has(letter)) return true;
  const codePoint = letter.codePointAt(0) ?? 0;
  if (!FACE_NAMES.every((name) => face(name).has(codePoint))) return false;
  printable.add(letter);
  return true;
}

/** The first reason why a composed text (NFC) cannot be printed. */
export function findTextFault(text: string): TextFault | undefined {
  if (text.length > MAX_TEXT_LENGTH) return { code: 'text_too_long', what: String(text.length) };
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden !== undefined) return { code: 'forbidden_character', what: codeOf(forbidden) };
  const foreign = RIGHT_TO_LEFT.exec(text)?.[0];
  if (foreign !== undefined) return { code: 'right_to_left_text', what: codeOf(foreign) };
  for (const letter of text) if (!isPrintable(letter)) return { code: 'letter_without_glyph', what: codeOf(letter) };
  return undefined;
}
