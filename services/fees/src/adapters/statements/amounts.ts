import { findDecimal, fitsInt64, formatMeasure, scaleOf } from '@kcn/kernel';
import type { FaultList, FaultPlace } from './fault-list';

/** Longer than any amount; converting text of any length would cost more than its length. */
const MAX_NUMBER_LENGTH = 60;

/**
 * An amount written with a decimal point, in the currency's smallest part. Zeros beyond its decimals (`1500000.00` VND;
 * some banks always print two) are let pass unless `strict`. A fault is noted at `place` when it is no amount; it shows
 * `shown`, the text as it stands in the file.
 */
export function readAmount(
  text: string,
  options: {
    readonly currency: string;
    readonly faults: FaultList;
    readonly place: FaultPlace;
    readonly shown?: string;
    readonly strict?: boolean;
  },
): bigint | undefined {
  const { currency, faults, place, shown = text, strict = false } = options;
  const number = text.length > MAX_NUMBER_LENGTH ? undefined : findDecimal(text);
  if (!number) {
    faults.add('not_a_number', place, { value: shown });
    return undefined;
  }
  const decimals = scaleOf(currency);
  const surplus = number.scale - decimals;
  const cut = 10n ** BigInt(Math.max(surplus, 0));
  if (number.unscaled % cut !== 0n || (strict && surplus > 0)) {
    faults.add('too_many_decimals', place, { value: shown, unit: currency, decimals: String(decimals) });
    return undefined;
  }
  const amount = surplus >= 0 ? number.unscaled / cut : number.unscaled * 10n ** BigInt(-surplus);
  if (fitsInt64(amount)) return amount;
  faults.add('amount_too_large', place, { value: shown });
  return undefined;
}

/** Whether what a statement opened with and its entries give what it says it closed with; notes a fault when not. */
export function checkBalance(
  balance: { readonly opening: bigint; readonly entries: bigint; readonly closing: bigint; readonly currency: string },
  { faults, place }: { readonly faults: FaultList; readonly place: FaultPlace },
): boolean {
  const computed = balance.opening + balance.entries;
  if (computed === balance.closing) return true;
  faults.add('balance_mismatch', place, {
    computed: formatMeasure(computed, balance.currency),
    stated: formatMeasure(balance.closing, balance.currency),
  });
  return false;
}
