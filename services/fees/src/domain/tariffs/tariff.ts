import type { PlainDate } from '@kcn/kernel';

export const SERVICES = ['INFRA', 'MANAGEMENT', 'WASTEWATER', 'SUBLEASE'] as const;
/** What is charged for: infrastructure, management, wastewater treatment, subleased land. */
export type Service = (typeof SERVICES)[number];

export const TARIFF_UNITS = ['M2_YEAR', 'M2_MONTH', 'M3'] as const;
/** What the price is for: a square metre a year or a month, or a cubic metre. */
export type TariffUnit = (typeof TARIFF_UNITS)[number];

/** One version of a tariff's price; versions of one code never overlap. */
export interface TariffVersion {
  readonly tariffCode: string;
  readonly parkCode: string;
  readonly service: Service;
  readonly unit: TariffUnit;
  /** Exact decimal without VAT, at most 4 decimals, in units of the currency. */
  readonly price: string;
  readonly currency: string;
  readonly validFrom: PlainDate;
  /** Last day; undefined = until further notice. */
  readonly validTo: PlainDate | undefined;
  /** Exact decimal, 0 to 100. */
  readonly vatPercent: string;
  readonly decisionNo: string;
}

/** Wastewater is charged by volume, everything else by area. */
export const isUnitOf = (service: Service, unit: TariffUnit): boolean => (service === 'WASTEWATER') === (unit === 'M3');
