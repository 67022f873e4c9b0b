import type { BandStep, Rule } from '../criteria/criteria';
import type { Fraction } from '@kcn/kernel/fraction';
import {
  atLeast,
  atMost,
  compare,
  divide,
  equals,
  formatFraction,
  isZero,
  multiply,
  ONE,
  subtract,
  sumOf,
  ZERO,
} from '@kcn/kernel/fraction';
import type { MissingFlag, Operand } from './operand';
import { operandName, operandSlots } from './operand-slots';

/** What a rule makes of its operands. `points` is exact; absent where nothing can be computed (flags say why) and for `manual`. */
export interface ComputedPoints {
  readonly points: Fraction | undefined;
  /** a ÷ b of each part that has one, before it is kept within 0 and 1. */
  readonly quotients: readonly Fraction[];
  readonly flags: readonly MissingFlag[];
}

export interface ComputePointsInput {
  readonly rule: Rule;
  /** Upper bound of the points. Absent for a penalty, which only its own cap bounds. */
  readonly max?: Fraction;
  readonly operands: readonly Operand[];
}

const unscored = (flags: readonly MissingFlag[], quotients: readonly Fraction[] = []): ComputedPoints => ({
  points: undefined,
  quotients,
  flags: [...new Set(flags)],
});

const missingOf = (operand: Operand): readonly MissingFlag[] => (operand.value ? [] : [operand.missing ?? 'missing-value']);

function ratioPoints(rule: Extract<Rule, { kind: 'ratio' }>, max: Fraction, operand: (name: string) => Operand): ComputedPoints {
  const flags: MissingFlag[] = [];
  const kept: { weight: Fraction; quotient: Fraction }[] = [];
  let lacking = false;
  for (const [i, part] of rule.parts.entries()) {
    const [a, b] = [operand(operandName(rule.single, i, 'a')), operand(operandName(rule.single, i, 'b'))];
    if (a.value && b.value && !isZero(b.value)) {
      kept.push({ weight: part.weight, quotient: divide(a.value, b.value) });
      continue;
    }
    const missing = [...missingOf(a), ...missingOf(b), ...(b.value && isZero(b.value) ? (['zero-divisor'] as const) : [])];
    flags.push(...missing);
    // Only a plan that is absent and a divisor of 0 hand the part's weight on; any other missing figure leaves the criterion open.
    const weightGoesOn = b.value ? isZero(b.value) : b.missing === 'missing-plan' || b.missing === 'zero-divisor';
    if (rule.single || !weightGoesOn) lacking = true;
  }
  const quotients = kept.map((part) => part.quotient);
  if (lacking || kept.length === 0) return unscored(flags, quotients);
  const [first] = quotients;
  if (rule.floor && first && compare(first, rule.floor) < 0) return { points: ZERO, quotients, flags };
  const weighted = sumOf(kept.map((part) => multiply(part.weight, atMost(atLeast(part.quotient, ZERO), ONE))));
  const share = divide(weighted, sumOf(kept.map((part) => part.weight)));
  return { points: multiply(max, share), quotients, flags: [...new Set(flags)] };
}

function stepReached(step: BandStep, value: Fraction): boolean {
  const order = compare(value, step.value);
  switch (step.bound) {
    case 'from':
      return order >= 0;
    case 'above':
      return order > 0;
    case 'to':
      return order <= 0;
    case 'below':
      return order < 0;
  }
}

function linearDownPoints(rule: Extract<Rule, { kind: 'linear-down' }>, max: Fraction, values: readonly Fraction[]): Fraction {
  const [first] = values;
  if (rule.zeroBelow && first && compare(first, rule.zeroBelow) < 0) return ZERO;
  const deducted = rule.parts.map((part, i) => {
    const value = values[i] ?? ZERO;
    return multiply(part.per, rule.from ? subtract(rule.from, value) : value);
  });
  return subtract(max, sumOf(deducted));
}

function countPoints(rule: Extract<Rule, { kind: 'count' }>, values: readonly Fraction[]): Fraction {
  const counted = sumOf(
    rule.parts.map((part, i) => {
      const points = multiply(part.each, values[i] ?? ZERO);
      return part.cap ? atMost(points, part.cap) : points;
    }),
  );
  return rule.cap ? atMost(counted, rule.cap) : counted;
}

/**
 * The exact points that follow from the operands, kept within 0 and `max`. Pure: the same operands give the same points
 * wherever they are computed, so the bloc can check a member's signed sheet with it.
 */
export function computePoints({ rule, max, operands }: ComputePointsInput): ComputedPoints {
  const byName = new Map(operands.map((operand) => [operand.name, operand]));
  const operand = (name: string): Operand => byName.get(name) ?? { name, ref: '', value: undefined, missing: 'missing-value' };
  const bounded = (points: Fraction): Fraction => (max ? atMost(atLeast(points, ZERO), max) : atLeast(points, ZERO));
  if (rule.kind === 'manual') return unscored([]);
  if (rule.kind === 'ratio') return ratioPoints(rule, max ?? ONE, operand);
  const taken = operandSlots(rule).map((slot) => operand(slot.name));
  const values = taken.flatMap((one) => (one.value ? [one.value] : []));
  if (values.length < taken.length) return unscored(taken.flatMap(missingOf));
  const scored = (points: Fraction): ComputedPoints => ({ points: bounded(points), quotients: [], flags: [] });
  const [value = ZERO] = values;
  switch (rule.kind) {
    case 'band':
      return scored(rule.steps.filter((step) => stepReached(step, value)).reduce((most, step) => atLeast(most, step.points), ZERO));
    case 'linear-down':
      return scored(linearDownPoints(rule, max ?? ZERO, values));
    case 'yesno':
      return scored(equals(value, rule.yesWhen) ? (max ?? ZERO) : ZERO);
    case 'count':
      return scored(countPoints(rule, values));
  }
}

/** `2911/2465`, the parts' quotients joined by `; `; null where there is none. */
export const printQuotients = (quotients: readonly Fraction[]): string | null => quotients.map(formatFraction).join('; ') || null;
