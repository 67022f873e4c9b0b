import type { PlainDate } from '@kcn/kernel';

export const BILLINGS = ['MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR'] as const;
/** How long a billing period is. */
export type Billing = (typeof BILLINGS)[number];

export const TIMINGS = ['ADVANCE', 'ARREARS'] as const;
/** Whether a period is billed on its first day or on the day after its last. */
export type Timing = (typeof TIMINGS)[number];

export const PRORATIONS = ['DAY', 'MONTH'] as const;
/** Whether a period that is charged in part costs its days or its months. */
export type Proration = (typeof PRORATIONS)[number];

export const LATE_REGIMES = ['CIVIL', 'BUDGET', 'NONE'] as const;
/** Which law late interest follows. */
export type LateRegime = (typeof LATE_REGIMES)[number];

/** What an enterprise pays for, as its contract says. Wastewater is always billed by the month and in arrears. */
export interface Contract {
  readonly contractNo: string;
  readonly parkCode: string;
  readonly projectCode: string;
  readonly enterpriseTaxCode: string;
  readonly enterpriseName: string;
  readonly tariffCode: string;
  /** 0.01 m²; undefined for wastewater. */
  readonly areaHundredthsM2: bigint | undefined;
  readonly start: PlainDate;
  /** Last day; undefined = open. */
  readonly end: PlainDate | undefined;
  readonly billing: Billing;
  readonly timing: Timing;
  readonly proration: Proration;
  /** Last day that costs nothing; undefined = none. */
  readonly graceUntil: PlainDate | undefined;
  /** Exact decimal, 0 to 100; '' = none. */
  readonly discountPercent: string;
  /** Calendar days from the invoice date. */
  readonly dueDays: number;
  readonly lateRegime: LateRegime;
  /** Exact decimal, per cent a year; '' = the regime's own. */
  readonly lateRatePercent: string;
  /** Share of the water supplied that counts as wastewater where no discharge is metered, exact decimal; '' = unknown. */
  readonly waterPercent: string;
}
