import type { LocalizedText } from '@kcn/kernel';
import type { Fraction } from '@kcn/kernel/fraction';
import type { Operand, ScoreFlag } from './operand';

/** Points after their one rounding: 2750 is 27.50. */
export type Hundredths = bigint;

export interface CriterionScore {
  readonly code: string;
  readonly group: string;
  readonly max: Hundredths;
  readonly status: 'scored' | 'unscored' | 'not-applicable';
  readonly flags: readonly ScoreFlag[];
  readonly operands: readonly Operand[];
  readonly quotients: readonly Fraction[];
  readonly computed?: Hundredths;
  readonly self?: Hundredths;
  readonly verified?: Hundredths;
  /** The verified value, else the computed points; absent where not applicable or unscored. */
  readonly final?: Hundredths;
}

export interface GroupScore {
  readonly code: string;
  readonly max: Hundredths;
  readonly notApplicable: Hundredths;
  /** Σ of the final points. */
  readonly sum: Hundredths;
  /** After the cap of a bonus or the scaling for what is not applicable. */
  readonly total: Hundredths;
}

export interface PenaltyScore {
  readonly code: string;
  readonly flags: readonly ScoreFlag[];
  readonly operands: readonly Operand[];
  readonly points: Hundredths;
}

/** A row that cannot stand once points are known. */
export interface ScoreError extends LocalizedText {
  readonly code: 'needs_reason' | 'group_not_applicable';
  readonly member: string;
  readonly criterion: string;
}

export interface MemberScore {
  readonly member: string;
  readonly criteria: readonly CriterionScore[];
  readonly groups: readonly GroupScore[];
  /** Those that took points or carry a flag. */
  readonly penalties: readonly PenaltyScore[];
  readonly penaltyTotal: Hundredths;
  /** Codes of the vetoes that strike the member: it gets no rank and no award. */
  readonly vetoes: readonly string[];
  readonly beforeFloor: Hundredths;
  readonly total: Hundredths;
  readonly errors: readonly ScoreError[];
}

export const unscoredCodes = (score: MemberScore): readonly string[] =>
  score.criteria.filter((criterion) => criterion.status === 'unscored').map((criterion) => criterion.code);

/** The final points of a criterion; one that has none counts 0. */
export const finalOf = (score: MemberScore, code: string): Hundredths =>
  score.criteria.find((criterion) => criterion.code === code)?.final ?? 0n;

export const groupTotalOf = (score: MemberScore, code: string): Hundredths =>
  score.groups.find((group) => group.code === code)?.total ?? 0n;
