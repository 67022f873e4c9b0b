import type { PlainDate } from '@kcn/kernel';
import { decimalFraction, ONE, plainDecimal } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { ExchangeRate } from './exchange-rate';

/** The rate that turns a currency into đồng on a day. */
export interface DatedRate {
  readonly vndPerUnit: Fraction;
  /** The same as an exact decimal. */
  readonly text: string;
  /** The day of the rate, on or before the day asked for; undefined for đồng. */
  readonly date: PlainDate | undefined;
  readonly source: string;
}

export interface RateBook {
  /** The latest rate on or before the day; undefined when there is none. */
  findOn(currency: string, date: PlainDate): DatedRate | undefined;
}

const DONG: DatedRate = { vndPerUnit: ONE, text: '1', date: undefined, source: '' };

export function createRateBook(rates: Iterable<ExchangeRate>): RateBook {
  const byCurrency = new Map<string, ExchangeRate[]>();
  for (const rate of rates) {
    const others = byCurrency.get(rate.currency);
    if (others) others.push(rate);
    else byCurrency.set(rate.currency, [rate]);
  }
  for (const list of byCurrency.values()) list.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  /** A run asks for the same few days over and over. */
  const answers = new Map<string, DatedRate | undefined>();

  function look(currency: string, date: PlainDate): DatedRate | undefined {
    const list = byCurrency.get(currency) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle]?.date ?? date) <= date) low = middle + 1;
      else high = middle;
    }
    const rate = list[low - 1];
    return (
      rate && { vndPerUnit: decimalFraction(rate.vndPerUnit), text: plainDecimal(rate.vndPerUnit), date: rate.date, source: rate.source }
    );
  }

  return {
    findOn(currency, date) {
      if (currency === 'VND') return DONG;
      const key = `${currency}${date}`;
      if (!answers.has(key)) answers.set(key, look(currency, date));
      return answers.get(key);
    },
  };
}
