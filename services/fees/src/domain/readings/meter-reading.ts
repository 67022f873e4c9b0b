import type { Period } from '@kcn/kernel';

/** What was metered at a wastewater contract in a month. Volumes and concentrations are exact decimals, '' = not measured. */
export interface MeterReading {
  readonly contractNo: string;
  /** `2026-03` */
  readonly month: Period;
  readonly waterSuppliedM3: string;
  readonly dischargeM3: string;
  readonly codMgL: string;
}
