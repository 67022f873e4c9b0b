import { compare, decimalFraction } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

/** A band of the table of pollution factors: up to and including so many mg COD a litre, undefined = above all others. */
export interface PollutionBand {
  readonly upToCodMgL: Fraction | undefined;
  /** Exact decimal. */
  readonly factor: string;
}

const band = (upTo: bigint | undefined, factor: string): PollutionBand => ({
  upToCodMgL: upTo === undefined ? undefined : { numerator: upTo, denominator: 1n },
  factor,
});

/** K by COD as TT 13/2018/TT-BXD has it; ascending. */
export const POLLUTION_BANDS: readonly PollutionBand[] = [
  band(150n, '1'),
  band(200n, '1.5'),
  band(300n, '2'),
  band(400n, '2.5'),
  band(600n, '3.5'),
  band(undefined, '4.5'),
];

/** K of wastewater whose COD nobody measured. */
const UNMEASURED = '1';

/** The pollution factor, an exact decimal; '' = COD was not measured. */
export function pollutionFactor(codMgL: string, bands: readonly PollutionBand[] = POLLUTION_BANDS): string {
  if (codMgL === '') return UNMEASURED;
  const cod = decimalFraction(codMgL);
  return bands.find(({ upToCodMgL }) => upToCodMgL === undefined || compare(cod, upToCodMgL) <= 0)?.factor ?? UNMEASURED;
}
