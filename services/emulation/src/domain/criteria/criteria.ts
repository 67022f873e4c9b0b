import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';

/** The yearly steps that a member does; bloc.json gives each a deadline and each member its date. */
export type StepName = string;
export type RoleName = 'leader' | 'deputy' | 'host';

/** What an operand of a rule is taken from. `breakdown` is '' for the total. */
export type OperandRule =
  | { readonly kind: 'actual' | 'plan' | 'lastYear' | 'growth'; readonly indicator: string; readonly breakdown: string }
  | { readonly kind: 'constant'; readonly value: Fraction }
  /** 1 where `a` is at least `from`, else 0. */
  | { readonly kind: 'reached'; readonly a: OperandRule; readonly from: Fraction }
  /** How many of these ratio criteria have a ÷ b of at least `by`. */
  | { readonly kind: 'exceeded'; readonly criteria: readonly string[]; readonly by: Fraction }
  /** Working days after the deadline, over the steps; `notDone` for a step without a date. */
  | { readonly kind: 'lateWorkingDays'; readonly steps: readonly StepName[]; readonly notDone: Fraction }
  | { readonly kind: 'stepsLate'; readonly steps: readonly StepName[] }
  /** The most points among the roles held, 0 for none. */
  | { readonly kind: 'role'; readonly points: ReadonlyMap<RoleName, Fraction> }
  /** The verified units of the penalty's own row. */
  | { readonly kind: 'declared' };

export interface RatioPart {
  readonly weight: Fraction;
  readonly a: OperandRule;
  readonly b: OperandRule;
}

/** `from` ≥, `above` >, `to` ≤, `below` <. */
export interface BandStep {
  readonly bound: 'from' | 'above' | 'to' | 'below';
  readonly value: Fraction;
  readonly points: Fraction;
}

export interface DownPart {
  readonly a: OperandRule;
  readonly per: Fraction;
}

export interface CountPart {
  readonly n: OperandRule;
  readonly each: Fraction;
  readonly cap?: Fraction;
}

/**
 * How points follow from operands. A rule with a single part and one with `parts` are the same thing here, but for the
 * names of their operands: `single` says that the file wrote `a`, `b`, `n` without parts.
 */
export type Rule =
  | { readonly kind: 'ratio'; readonly single: boolean; readonly parts: readonly RatioPart[]; readonly floor?: Fraction }
  | { readonly kind: 'band'; readonly a: OperandRule; readonly steps: readonly BandStep[] }
  | {
      readonly kind: 'linear-down';
      readonly single: boolean;
      readonly parts: readonly DownPart[];
      readonly from?: Fraction;
      readonly zeroBelow?: Fraction;
    }
  | { readonly kind: 'yesno'; readonly a: OperandRule; readonly yesWhen: Fraction }
  | { readonly kind: 'count'; readonly single: boolean; readonly parts: readonly CountPart[]; readonly cap?: Fraction }
  | { readonly kind: 'manual' };

export interface Section {
  readonly code: string;
  readonly max: Fraction;
  readonly name: LocalizedText;
}

export interface Group extends Section {
  /** Bonus: its criteria may add up to more than its max, its total may not. Nothing in it can be not applicable. */
  readonly capped: boolean;
  readonly sections: readonly Section[];
}

export interface Criterion {
  readonly code: string;
  readonly group: string;
  readonly section?: string;
  readonly max: Fraction;
  /** Whether points without an evidence reference are flagged. */
  readonly evidence: boolean;
  readonly rule: Rule;
  readonly name: LocalizedText;
}

export interface Penalty {
  readonly code: string;
  readonly rule: Rule;
  readonly name: LocalizedText;
}

export interface Veto {
  readonly code: string;
  readonly rule: { readonly kind: 'declared' } | { readonly kind: 'stepMissing'; readonly step: StepName };
  readonly name: LocalizedText;
}

export type IndicatorKind = 'flow' | 'stock' | 'ratio';

/** One entry of the catalogue that the criteria bring along. */
export interface Indicator {
  readonly code: string;
  readonly kind: IndicatorKind;
  /** Measure unit by breakdown, '' being the total, in the file's order. */
  readonly units: ReadonlyMap<string, string>;
  /** Of a ratio: Σ num ÷ Σ den × 100. Empty for other kinds. */
  readonly num: readonly string[];
  readonly den: readonly string[];
  /** False for grades, ranks and yes/no: never summed over the members. */
  readonly rollUp: boolean;
  readonly name: LocalizedText;
}

export interface LegalBasis {
  readonly code: string;
  readonly title: LocalizedText;
}

/** The content of an `emulation-criteria/1` file, checked. */
export interface Criteria {
  readonly version: string;
  readonly status: string;
  readonly totalMax: Fraction;
  readonly legalBasis: readonly LegalBasis[];
  readonly groups: readonly Group[];
  readonly criteria: readonly Criterion[];
  readonly penalties: readonly Penalty[];
  readonly vetoes: readonly Veto[];
  readonly indicators: readonly Indicator[];
}
