import type { Period, PlainDate, ReportCalendar, Window } from '@kcn/kernel';

/** A figure as a summary prints it; numbers are decimal strings, null is printed as "–". */
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

/** A side of a ratio. */
export interface Operand {
  readonly value: string;
  readonly unit: string;
}

/** A typed value that stands beside a figure from records. */
export interface Stated {
  readonly value: string;
  readonly unit: string;
  readonly qualifier: string;
  /** stated − computed; null where the units differ or nothing could be computed. */
  readonly difference: string | null;
}

export interface FigureDetail {
  readonly origin: 'records' | 'typed';
  /** Contributing records, 0 for a typed value. */
  readonly n: number;
  /** Rows left out for want of an exchange rate. */
  readonly missing: number;
  readonly numerator?: Operand;
  readonly denominator?: Operand;
  readonly stated?: Stated;
  /** How exact a typed value is: exact, approx, at_least, estimate. */
  readonly qualifier?: string;
}

export interface Figure extends SummaryFigure {
  readonly detail: FigureDetail;
}

/** Something a reader of the summary has to know about one figure. */
export interface Flag {
  readonly code: 'rate_missing' | 'stated_without_records';
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  /** The period that the flag is about: the summary's, or last year's. */
  readonly period: Period;
  readonly vi: string;
  readonly en: string;
}

export interface FigureSet {
  readonly period: Period;
  readonly calendar: ReportCalendar;
  readonly window: Window;
  readonly figures: readonly Figure[];
  readonly flags: readonly Flag[];
  /** Plans of the year for what has no figure (in that unit): a summary has no row for them, but a service may ask. */
  readonly plansAlone: readonly PlanTarget[];
}

/** A typed value as recorded; the same fields as its event. */
export interface TypedValue {
  readonly indicator: string;
  readonly breakdown: string;
  readonly period: string;
  /** Exact decimal in the unit named. */
  readonly value: string;
  readonly unit: string;
  readonly qualifier: string;
}

export interface PlanTarget {
  readonly indicator: string;
  readonly breakdown: string;
  readonly year: number;
  /** Exact decimal in the unit named. */
  readonly value: string;
  readonly unit: string;
}

/** The days for which board.json calls the board's own records complete, as known at the position; both ends may be open. */
export interface RecordsWindow {
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}
