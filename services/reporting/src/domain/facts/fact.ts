import type { PlainDate } from '@kcn/kernel';

/** What a fact says, apart from whose it is and since when it is known. */
export interface FactContent {
  /** Catalogue code, or an internal measure of the mapping table that only ratios read. */
  readonly measure: string;
  /** `project`, `USD`, `ha`, … : the unit `value` is counted in (smallest parts of it, see kernel's measure units). */
  readonly measureUnit: string;
  readonly capital?: 'FDI' | 'DDI';
  readonly park?: string;
  /** What else it is divided by, such as the service of a fee; only facts that other services tell have one. */
  readonly topic?: string;
  /** The day on which it takes effect. */
  readonly date: PlainDate;
  readonly value: bigint;
  /** Change in the number of records that contribute. */
  readonly n: number;
  /** Change in the number of rows left out because no exchange rate is known. */
  readonly missing: number;
  /** The record this comes from: the registry's, or one that another service names. */
  readonly source: { readonly kind: string; readonly key: string };
  /** Keys of the exchange-rate records by which the value was converted. */
  readonly rates?: readonly string[];
}

/**
 * A signed change of one measure on one day, known from one log position on. Every figure from records is a sum of facts.
 * Facts never change: what is known later is a further fact with a later position.
 */
export interface Fact extends FactContent {
  readonly unit: string;
  readonly position: bigint;
}
