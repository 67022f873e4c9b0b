import type { BenchEnvironment } from '../environment/bench-environment';
import { median } from './statistics';

export const GOAL_IDS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C9', 'C10', 'E1'] as const;
export type GoalId = (typeof GOAL_IDS)[number];

/** How much is measured: `tiny` tries whether the bench itself works, `quick` ends in minutes, `full` takes the sizes of the goals. */
export type Form = 'tiny' | 'quick' | 'full';

/** The measured values of one thing, one value per round. */
export interface Series {
  readonly label: string;
  /** For example `events/s`, `ms`, `MiB`. */
  readonly unit: string;
  readonly values: readonly number[];
}

export type Bound = { readonly atLeast: number } | { readonly atMost: number };

/** Ours beside its baseline, measured in turns in the same run; the ratio is that of the medians. */
export interface RatioLine {
  readonly kind: 'ratio';
  readonly name: string;
  readonly ours: Series;
  readonly baseline: Series;
  readonly bound: Bound;
}

/** A figure with a limit of its own, without a baseline. */
export interface LimitLine {
  readonly kind: 'limit';
  readonly name: string;
  readonly measured: Series;
  readonly bound: Bound;
}

/** A figure that is printed and judged by nobody. */
export interface ShownLine {
  readonly kind: 'shown';
  readonly measured: Series;
}

/** A comparison that could not be made here; never counts as reached. */
export interface NotMeasuredLine {
  readonly kind: 'not-measured';
  readonly name: string;
  readonly why: string;
}

export type Line = RatioLine | LimitLine | ShownLine | NotMeasuredLine;

/** One thing that must be exactly so; a goal with a failed check is void. */
export interface ExactnessCheck {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

export const holds = (check: ExactnessCheck): boolean => check.expected === check.actual;

export interface Measurement {
  readonly lines: readonly Line[];
  /** At least one. */
  readonly checks: readonly ExactnessCheck[];
}

export interface Goal {
  readonly id: GoalId;
  readonly title: string;
  measure(environment: BenchEnvironment, form: Form): Promise<Measurement>;
}

export type Verdict = 'reached' | 'missed' | 'not measured' | 'shown';

export const ratioOf = (line: RatioLine): number => median(line.ours.values) / median(line.baseline.values);

const within = (value: number, bound: Bound): boolean => ('atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost);

export function verdictOf(line: Line): Verdict {
  switch (line.kind) {
    case 'ratio':
      return within(ratioOf(line), line.bound) ? 'reached' : 'missed';
    case 'limit':
      return within(median(line.measured.values), line.bound) ? 'reached' : 'missed';
    case 'shown':
      return 'shown';
    case 'not-measured':
      return 'not measured';
  }
}
