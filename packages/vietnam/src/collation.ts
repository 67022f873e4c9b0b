/**
 * Vietnamese dictionary order, written out so that it does not change with the ICU data of a Node version (a summary must
 * come out the same to the byte): letters first (a ă â … d đ e ê …), then tones, then case.
 */
const LETTERS = [...'0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'];
const RANKS = new Map(LETTERS.map((letter, index) => [letter, index]));
/** None, huyền, hỏi, ngã, sắc, nặng. */
const TONES = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const TONE_RANKS = new Map(TONES.map((tone, index) => [tone, index]));
const OTHER_LETTER = LETTERS.length;

interface SortKey {
  readonly letters: readonly number[];
  readonly tones: readonly number[];
}

function sortKey(text: string): SortKey {
  const letters: number[] = [];
  const tones: number[] = [];
  for (const character of text.normalize('NFC').toLowerCase()) {
    const decomposed = character.normalize('NFD');
    const tone = [...decomposed].find((mark) => TONE_RANKS.has(mark)) ?? '';
    const letter = decomposed.replace(tone, '').normalize('NFC');
    const rank = RANKS.get(letter);
    // Spaces and signs sort before digits and letters, foreign letters after them, each by code point.
    letters.push(rank ?? (/\p{L}/u.test(letter) ? OTHER_LETTER : -1_114_112) + (letter.codePointAt(0) ?? 0));
    tones.push(TONE_RANKS.get(tone) ?? 0);
  }
  return { letters, tones };
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** For `sort`: a total order in which only equal texts are equal. */
export function compareVietnamese(a: string, b: string): number {
  const [left, right] = [sortKey(a), sortKey(b)];
  return compareLists(left.letters, right.letters) || compareLists(left.tones, right.tones) || (a < b ? -1 : a > b ? 1 : 0);
}
