import { AGEING_BUCKETS } from '../arrears/ageing';
import type { AgeingBucket } from '../arrears/ageing';
import type { InvoicePosition } from './invoice-positions';

export interface AgeingRow {
  readonly bucket: AgeingBucket;
  /** How many invoices are open in it. */
  readonly invoices: number;
  readonly amount: bigint;
}

/** What is open, by days past due; every bucket is there. */
export const ageingOf = (positions: readonly InvoicePosition[]): AgeingRow[] =>
  AGEING_BUCKETS.map((bucket) => {
    const held = positions.filter((position) => position.bucket === bucket);
    return { bucket, invoices: held.length, amount: held.reduce((sum, { open }) => sum + open, 0n) };
  });
