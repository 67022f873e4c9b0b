import type { FedLog } from '../source-log';

/** How the rows of an indicator are divided beside its total. `topic` is free text and exists for typed values only. */
export type BreakdownShape = 'capital' | 'park' | 'capital;park' | 'topic';
export type IndicatorKind = 'flow' | 'stock' | 'ratio';

export type IndicatorSource = 'records' | 'typed' | FedLog;

/** One line of the catalogue. Indicator, breakdown and unit together name a figure. */
export interface Indicator {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  /** As the catalogue writes it; `USD (FDI) / VND (DDI)` means one unit per capital kind, and so no common total. */
  readonly unit: string;
  readonly kind: IndicatorKind;
  /** A flow of distinct projects: a project that turns twice in the window counts once. */
  readonly distinct: boolean;
  /**
   * `records`: computed inside the board's record days. `typed`: the typed value is the figure. Another service's name: computed from
   * what that service tells, from the year of its first fact on; before, and where it tells nothing, the typed value is the figure.
   */
  readonly source: IndicatorSource;
  readonly breakdowns: readonly BreakdownShape[];
}

export const UNIT_BY_CAPITAL = 'USD (FDI) / VND (DDI)';
export const CURRENCY_OF_CAPITAL = { FDI: 'USD', DDI: 'VND' } as const;
export type CapitalKind = keyof typeof CURRENCY_OF_CAPITAL;
export const CAPITAL_KINDS: readonly CapitalKind[] = ['FDI', 'DDI'];
