import type { MeterReading } from '../readings/meter-reading';
import { pollutionFactor } from '../readings/pollution-factors';
import { wastewaterVolume } from '../readings/wastewater-volume';
import type { WastewaterVolume } from '../readings/wastewater-volume';
import type { PricedVersion } from '../tariffs/tariff-book';
import { decimalFraction, multiply } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

/** volume × price × K */
export interface WastewaterCharge extends WastewaterVolume {
  readonly factor: string;
  readonly codMgL: string;
  readonly amount: Fraction;
}

/** What a month's wastewater costs at the price of its first contract day; what is missing instead. */
export function chargeWastewater(
  reading: MeterReading,
  { priced, waterPercent }: { readonly priced: PricedVersion; readonly waterPercent: string },
): WastewaterCharge | 'no-volume' | 'no-percent' {
  const volume = wastewaterVolume(reading, waterPercent);
  if (typeof volume === 'string') return volume;
  const factor = pollutionFactor(reading.codMgL);
  return { ...volume, factor, codMgL: reading.codMgL, amount: multiply(multiply(volume.volumeM3, priced.price), decimalFraction(factor)) };
}
