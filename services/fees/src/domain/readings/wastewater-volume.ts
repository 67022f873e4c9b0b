import { decimalFraction, multiply, percentFraction } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';
import type { MeterReading } from './meter-reading';

/** How much wastewater a reading stands for, and by what. */
export interface WastewaterVolume {
  readonly volumeM3: Fraction;
  /** Exact decimal: what the meter said. */
  readonly meteredM3: string;
  /** The share of the water supplied; undefined where the discharge itself was metered. */
  readonly waterPercent: string | undefined;
}

/** The discharge, else the contract's share of the water supplied; what is missing instead. */
export function wastewaterVolume(reading: MeterReading, waterPercent: string): WastewaterVolume | 'no-volume' | 'no-percent' {
  const { dischargeM3, waterSuppliedM3 } = reading;
  if (dischargeM3 !== '') return { volumeM3: decimalFraction(dischargeM3), meteredM3: dischargeM3, waterPercent: undefined };
  if (waterPercent === '') return 'no-percent';
  if (waterSuppliedM3 === '') return 'no-volume';
  return { volumeM3: multiply(decimalFraction(waterSuppliedM3), percentFraction(waterPercent)), meteredM3: waterSuppliedM3, waterPercent };
}
