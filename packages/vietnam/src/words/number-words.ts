import type { WordChoice } from './word-choice';
import { DEFAULT_WORDS } from './word-choice';

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const BILLION = 1_000_000_000n;

const digit = (value: number): string => DIGITS[value] ?? '';

/** Tens and ones of a group. `full`: something was read before, so a missing ten is said. */
function belowHundred(tens: number, ones: number, { full, words }: { readonly full: boolean; readonly words: WordChoice }): string[] {
  if (tens === 0) return ones === 0 ? [] : [...(full ? [words.zeroTens] : []), digit(ones)];
  const head = tens === 1 ? ['mười'] : [digit(tens), 'mươi'];
  if (ones === 0) return head;
  if (ones === 5) return [...head, tens === 1 ? 'lăm' : words.five];
  if (tens > 1 && ones === 1) return [...head, 'mốt'];
  if (tens > 1 && ones === 4) return [...head, words.four];
  return [...head, digit(ones)];
}

/** A group of three digits above zero. `inner`: a group stands before it, so its hundreds are said even when there are none. */
function group(value: number, { inner, words }: { readonly inner: boolean; readonly words: WordChoice }): string[] {
  const hundreds = Math.floor(value / 100);
  const full = inner || hundreds > 0;
  return [...(full ? [digit(hundreds), 'trăm'] : []), ...belowHundred(Math.floor(value / 10) % 10, value % 10, { full, words })];
}

/** Below a billion: millions, thousands and the rest; empty groups are left out. */
function belowBillion(value: number, { inner, words }: { readonly inner: boolean; readonly words: WordChoice }): string[] {
  const groups = [
    { value: Math.floor(value / 1_000_000), name: ['triệu'] },
    { value: Math.floor(value / 1_000) % 1_000, name: [words.thousand] },
    { value: value % 1_000, name: [] },
  ];
  const read: string[] = [];
  for (const one of groups) if (one.value > 0) read.push(...group(one.value, { inner: inner || read.length > 0, words }), ...one.name);
  return read;
}

/** Above zero: so many billions (read the same way, so that 10^15 is `một triệu tỷ`) and what is left of them. */
function positive(value: bigint, words: WordChoice): string[] {
  const billions = value / BILLION;
  const rest = Number(value % BILLION);
  if (billions === 0n) return belowBillion(rest, { inner: false, words });
  return [...positive(billions, words), 'tỷ', ...belowBillion(rest, { inner: true, words })];
}

/** A whole number in Vietnamese words, lower case: `1005n` is `một nghìn không trăm linh năm`. Any size, negatives too. */
export function numberInWords(value: bigint, choice: Partial<WordChoice> = {}): string {
  if (value === 0n) return digit(0);
  const words = { ...DEFAULT_WORDS, ...choice };
  return [...(value < 0n ? ['âm'] : []), ...positive(value < 0n ? -value : value, words)].join(' ');
}

/**
 * An exact decimal in words, its decimals digit by digit: `1205n` with 2 decimals is `mười hai phẩy không năm`. Zeros at the
 * end are not read.
 */
export function decimalInWords(unscaled: bigint, scale: number, choice: Partial<WordChoice> = {}): string {
  const unit = 10n ** BigInt(scale);
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  const decimals = scale === 0 ? '' : (magnitude % unit).toString().padStart(scale, '0').replace(/0+$/, '');
  const whole = numberInWords(magnitude / unit, choice);
  const read = decimals === '' ? whole : `${whole} phẩy ${[...decimals].map((one) => digit(Number(one))).join(' ')}`;
  return unscaled < 0n ? `âm ${read}` : read;
}
