import type { PlainDate } from '@kcn/kernel';

/** What a unit of a currency was worth in đồng from a day on. */
export interface ExchangeRate {
  readonly date: PlainDate;
  readonly currency: string;
  /** Exact decimal above zero, at most 4 decimals. */
  readonly vndPerUnit: string;
  readonly source: string;
}
