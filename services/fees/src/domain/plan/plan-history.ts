import { formatDecimal } from '@kcn/kernel';
import { add, fraction, multiply, roundHalfUp, ZERO } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { MeterReading } from '../readings/meter-reading';
import { wastewaterVolume } from '../readings/wastewater-volume';

const MONTHS = 12;

/**
 * What a contract's wastewater of a year should be by its last readings before the year: their sum where there are twelve months
 * or more, else their average for twelve. Months without a usable reading are passed over.
 * @param readings of one contract, in any order
 */
export function yearlyWastewaterM3(
  readings: readonly MeterReading[],
  { year, waterPercent }: { readonly year: number; readonly waterPercent: string },
): Fraction {
  const volumes = readings
    .filter(({ month }) => month < `${String(year)}-01`)
    .toSorted((a, b) => (a.month < b.month ? 1 : -1))
    .flatMap((reading) => {
      const volume = wastewaterVolume(reading, waterPercent);
      return typeof volume === 'string' ? [] : [volume.volumeM3];
    })
    .slice(0, MONTHS);
  if (volumes.length === 0) return ZERO;
  return multiply(volumes.reduce(add, ZERO), fraction(BigInt(MONTHS), BigInt(volumes.length)));
}

/** An exact quantity as a plan's file holds it: at most four decimals, half up. */
export const planQuantity = (value: Fraction): string => formatDecimal(roundHalfUp(multiply(value, fraction(10_000n))), 4);
