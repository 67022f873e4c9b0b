import type { Fraction } from '@kcn/kernel/fraction';
import { formatFraction } from '@kcn/kernel/fraction';

/** Why a criterion has no computed points, or what a reader must know about them. */
export type ScoreFlag = 'missing-plan' | 'missing-value' | 'missing-last-year' | 'zero-divisor' | 'no-evidence' | 'disputed' | 'unverified';

/** The flags that an operand without a value can carry. */
export type MissingFlag = Extract<ScoreFlag, 'missing-plan' | 'missing-value' | 'missing-last-year' | 'zero-divisor'>;

/** One operand of a rule with the value it had, as it stands in a result and in a signed sheet. */
export interface Operand {
  /** `a`, `b`, `n`, or with the part's number in front: `2.a`. */
  readonly name: string;
  /** What it was taken from: `actual:INV.ATTRACT.CAP:FDI`, `constant`, `stepsLate:pledge+registration`. */
  readonly ref: string;
  readonly value: Fraction | undefined;
  /** Set exactly where the value is absent. */
  readonly missing?: MissingFlag;
  readonly detail?: OperandDetail;
}

/** What the value was made from. */
export interface OperandDetail {
  /** The threshold operand's own value (`reached`). */
  readonly of?: Fraction;
  /** The two sums of a ratio indicator. */
  readonly num?: Fraction;
  readonly den?: Fraction;
  /** The two figures of a growth. */
  readonly actual?: Fraction;
  readonly lastYear?: Fraction;
  /** The whole year's plan where the value is a share of it. */
  readonly yearPlan?: Fraction;
  /** The criteria that an `exceeded` counted. */
  readonly criteria?: readonly string[];
}

/** An operand as JSON: decimals as strings, an absent value as null. */
export interface PrintedOperand {
  readonly name: string;
  readonly ref: string;
  readonly value: string | null;
  readonly of?: string;
  readonly num?: string;
  readonly den?: string;
  readonly actual?: string;
  readonly lastYear?: string;
  readonly yearPlan?: string;
  readonly criteria?: readonly string[];
}

/** The operand as results and sheets carry it. */
export function printOperand({ name, ref, value, detail }: Operand): PrintedOperand {
  const printed: Record<string, string> = {};
  for (const key of ['of', 'num', 'den', 'actual', 'lastYear', 'yearPlan'] as const) {
    const part = detail?.[key];
    if (part) printed[key] = formatFraction(part);
  }
  return {
    name,
    ref,
    value: value ? formatFraction(value) : null,
    ...printed,
    ...(detail?.criteria ? { criteria: detail.criteria } : {}),
  };
}
