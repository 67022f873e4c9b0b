import { numberInWords } from './number-words';
import type { WordChoice } from './word-choice';

/** A currency's names in words; `cent` where amounts have a hundredth part. */
const CURRENCIES = {
  VND: { name: 'đồng', cent: undefined },
  USD: { name: 'đô la Mỹ', cent: 'xu' },
} as const;

export type WordedCurrency = keyof typeof CURRENCIES;

export interface AmountWordsOptions extends Partial<WordChoice> {
  readonly currency?: WordedCurrency;
  /** `… đồng chẵn`, as some write where nothing follows the whole amount. Default false. */
  readonly even?: boolean;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * An amount as a document writes it out, the first letter a capital: `Một trăm hai mươi lăm triệu bốn trăm nghìn đồng`,
 * `Mười ba nghìn tám trăm đô la Mỹ và hai mươi lăm xu`.
 * @param amount in the smallest part: đồng, or cents of USD
 */
export function amountInWords(amount: bigint, { currency = 'VND', even = false, ...choice }: AmountWordsOptions = {}): string {
  const { name, cent } = CURRENCIES[currency];
  const magnitude = amount < 0n ? -amount : amount;
  const perWhole = cent === undefined ? 1n : 100n;
  const [whole, cents] = [magnitude / perWhole, magnitude % perWhole];
  const parts = [
    // Less than one dollar is so many cents.
    ...(whole > 0n || cents === 0n ? [`${numberInWords(whole, choice)} ${name}`] : []),
    ...(cent !== undefined && cents > 0n ? [`${numberInWords(cents, choice)} ${cent}`] : []),
  ];
  return capitalised(`${amount < 0n ? 'âm ' : ''}${parts.join(' và ')}${even && cents === 0n ? ' chẵn' : ''}`);
}
