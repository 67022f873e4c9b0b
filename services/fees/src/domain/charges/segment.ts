import type { PricedVersion } from '../tariffs/tariff-book';
import type { Fraction } from '@kcn/kernel/fraction';

/** Days that cost the same each and were priced by one version. Days are days since 1970-01-01. */
export interface Segment {
  readonly priced: PricedVersion;
  /** First chargeable day. */
  readonly fromDay: number;
  /** Last chargeable day. */
  readonly toDay: number;
  /** Days of the year or month that the price is for; undefined where a whole month is charged however many days it has. */
  readonly daysOf: number | undefined;
  /** Exact, in units of the version's currency. */
  readonly amount: Fraction;
}

/** No price is valid on this day, so the period cannot be charged. */
export interface PriceGap {
  readonly missingOnDay: number;
}

/** What is charged by area or volume before anything is taken off. */
export interface ChargedDays {
  readonly segments: readonly Segment[];
  /** The version valid on the last chargeable day, whose VAT counts. */
  readonly last: PricedVersion;
}
