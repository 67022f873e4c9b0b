/** The parts of a summary that are printed; the document itself is passed on untouched. */
export interface SummaryDocument {
  readonly board: string;
  readonly period: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly figures: readonly SummaryFigure[];
  readonly meta?: {
    readonly as_of?: string | null;
    readonly rules_version?: string;
    readonly parked?: number;
    readonly flags?: readonly SummaryFlag[];
  };
}

export interface SummaryFigure {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  readonly value: string | null;
  readonly plan: string | null;
  readonly pct_plan: string | null;
  readonly last_year: string | null;
  readonly yoy: string | null;
}

export interface SummaryFlag {
  readonly code: string;
  readonly indicator?: string;
  readonly breakdown?: string;
  readonly vi?: string;
  readonly en?: string;
}
