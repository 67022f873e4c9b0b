import type { PlainDate } from '@kcn/kernel';
import type { TariffUnit } from '../tariffs/tariff';
import type { Fraction } from '@kcn/kernel/fraction';

/** What every part says of the price it used. */
export interface PricedPart {
  readonly from: PlainDate;
  /** Last day. */
  readonly to: PlainDate;
  readonly unit: TariffUnit;
  /** Exact decimal. */
  readonly price: string;
  readonly currency: string;
  /** The decision that set the price. */
  readonly decisionNo: string;
  /** Exact, in units of the currency. */
  readonly amount: Fraction;
}

/** area × price × days ÷ daysOf */
export interface AreaDaysPart extends PricedPart {
  readonly kind: 'AREA_DAYS';
  readonly areaHundredthsM2: bigint;
  readonly days: number;
  /** Days of the year or month that the price is for. */
  readonly daysOf: number;
}

/** area × price × months, ÷ 12 where the price is for a year */
export interface AreaMonthsPart extends PricedPart {
  readonly kind: 'AREA_MONTHS';
  readonly areaHundredthsM2: bigint;
  readonly months: number;
}

/** volume × price × K */
export interface WastewaterPart extends PricedPart {
  readonly kind: 'WASTEWATER';
  /** Exact decimal: discharged, or supplied before `waterPercent` is taken. */
  readonly meteredM3: string;
  /** The share of the water supplied; undefined where the discharge is metered. */
  readonly waterPercent: string | undefined;
  readonly volumeM3: Fraction;
  /** Exact decimal; '' = not measured. */
  readonly codMgL: string;
  /** Pollution factor, exact decimal. */
  readonly factor: string;
}

/** What an approved exemption takes off; the amount is below zero. */
export interface ExemptionPart {
  readonly kind: 'EXEMPTION';
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly currency: string;
  /** Exact decimal; undefined where the exemption is an amount. */
  readonly percent: string | undefined;
  readonly decisionNo: string;
  readonly amount: Fraction;
}

/** What the contract's discount takes off; the amount is below zero. */
export interface DiscountPart {
  readonly kind: 'DISCOUNT';
  readonly percent: string;
  readonly currency: string;
  readonly amount: Fraction;
}

export type AreaPart = AreaDaysPart | AreaMonthsPart;
export type ChargePart = AreaPart | WastewaterPart | ExemptionPart | DiscountPart;
