import type { registryV1 } from '@kcn/contracts';
import { divideHalfUp, findDecimal, plainDate, scaleOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

/** The rates by which a row of one quarter is converted: the latest of each currency on or before the quarter's last day. */
export interface RatesOfRow {
  readonly own?: KnownRate;
  readonly usd?: KnownRate;
}

export interface KnownRate {
  readonly key: string;
  readonly row: registryV1.ExchangeRateRecorded;
}

const USD_SCALE = BigInt(scaleOf('USD'));

/** The currencies whose rates an amount needs on its way to USD. */
export const currenciesNeeded = (currency: string): readonly string[] =>
  currency === 'USD' ? [] : currency === 'VND' ? ['USD'] : [currency, 'USD'];

function dongPerUnit(rate: KnownRate | undefined): { unscaled: bigint; power: bigint } | undefined {
  const found = rate && findDecimal(rate.row.vndPerUnit);
  return found && found.unscaled > 0n ? { unscaled: found.unscaled, power: 10n ** BigInt(found.scale) } : undefined;
}

/**
 * An amount in USD cents, through VND with one rounding, half-up. undefined when a rate that it needs is not known.
 * @param amount in smallest parts of `currency`
 */
export function convertToUsdCents(
  amount: bigint,
  currency: string,
  rates: RatesOfRow,
): { readonly cents: bigint; readonly rates: readonly string[] } | undefined {
  if (currency === 'USD') return { cents: amount, rates: [] };
  const usd = dongPerUnit(rates.usd);
  const own = currency === 'VND' ? { unscaled: 1n, power: 1n } : dongPerUnit(rates.own);
  if (!usd || !own) return undefined;
  const numerator = amount * own.unscaled * usd.power * 10n ** USD_SCALE;
  const denominator = own.power * usd.unscaled * 10n ** BigInt(scaleOf(currency));
  const used = [...(currency === 'VND' ? [] : [rates.own]), rates.usd];
  return { cents: divideHalfUp(numerator, denominator), rates: used.flatMap((rate) => (rate ? [rate.key] : [])) };
}

/** The rates of all currencies as known at one position. */
export interface RateBook {
  find(currency: string, onOrBefore: PlainDate): KnownRate | undefined;
}

export function rateBookOf(rows: ReadonlyMap<string, registryV1.ExchangeRateRecorded>): RateBook {
  const byCurrency = new Map<string, KnownRate[]>();
  for (const [key, row] of rows) {
    plainDate(row.date);
    const list = byCurrency.get(row.currency);
    if (list) list.push({ key, row });
    else byCurrency.set(row.currency, [{ key, row }]);
  }
  for (const list of byCurrency.values()) list.sort((a, b) => (a.row.date < b.row.date ? -1 : 1));
  return {
    find(currency, onOrBefore) {
      const list = byCurrency.get(currency) ?? [];
      let [low, high] = [0, list.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((list[middle]?.row.date ?? '') <= onOrBefore) low = middle + 1;
        else high = middle;
      }
      return list[low - 1];
    },
  };
}

/** The rates that a row of the currency is converted by. */
export function ratesOfRow(book: RateBook, currency: string, endOfQuarter: PlainDate): RatesOfRow {
  const find = (code: string): KnownRate | undefined =>
    currenciesNeeded(currency).includes(code) ? book.find(code, endOfQuarter) : undefined;
  const [own, usd] = [find(currency), find('USD')];
  return { ...(own ? { own } : {}), ...(usd ? { usd } : {}) };
}
