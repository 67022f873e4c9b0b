import type { BlocNumbers, Numbers } from './bloc-numbers';
import { kindOf } from './bloc-numbers';

/** Every criterion is worth ten points; the last group is a bonus of at most ten. */
export const MAX_HUNDREDTHS = 1_000n;
const BONUS_CRITERIA = 2;
export const groupOf = (criterion: number, criteria: number): 'I' | 'II' | 'III' | 'IV' => {
  const regular = criteria - BONUS_CRITERIA;
  if (criterion >= regular) return 'IV';
  if (criterion < Math.ceil((regular * 2) / 3)) return 'I';
  return criterion < Math.ceil((regular * 9) / 10) ? 'II' : 'III';
};

export interface ExpectedPlace {
  readonly member: string;
  readonly rank: number | null;
  /** With two decimals; null for a member whose sheet is missing. */
  readonly total: string | null;
}

/** numerator ÷ denominator, half-up; neither is negative. */
const halfUp = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** By the rules of FORMATS §5, straight from the numbers and without anything of the platform. */
function pointsOf(criterion: number, numbers: Numbers): bigint {
  const [a, b, last, c, d] = [numbers.actual, numbers.plan, numbers.lastYear, numbers.actualB, numbers.planB].map((n) => BigInt(n)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  switch (kindOf(criterion)) {
    case 'ratio':
      return 2n * a < b ? 0n : halfUp(MAX_HUNDREDTHS * least(a, b), b);
    case 'two-parts':
      return halfUp(MAX_HUNDREDTHS * (least(a, b) * d + least(c, d) * b), 2n * b * d);
    case 'band':
      if (10n * a >= 11n * last) return MAX_HUNDREDTHS;
      if (20n * a >= 21n * last) return 700n;
      return a >= last ? 400n : 0n;
    case 'linear-down':
      return 35n * a >= MAX_HUNDREDTHS ? 0n : MAX_HUNDREDTHS - 35n * a;
    case 'yesno':
      return a === 1n ? MAX_HUNDREDTHS : 0n;
    case 'count':
      return least(150n * a, MAX_HUNDREDTHS);
  }
}

const written = (hundredths: bigint): string => `${String(hundredths / 100n)}.${String(hundredths % 100n).padStart(2, '0')}`;

/**
 * The ranking that must come out, in its order: by total, group I, the third criterion, fewer penalty points; the vetoed after
 * the ranked by the same keys, the missing last in the bloc's order.
 */
export function expectedRanking(bloc: BlocNumbers, missing: ReadonlySet<string> = new Set()): readonly ExpectedPlace[] {
  const scored = bloc.members.map((member, index) => {
    const points = Array.from({ length: bloc.criteria }, (_, criterion) => pointsOf(criterion, bloc.of(index, criterion)));
    const sum = (group: string): bigint =>
      points.filter((_, criterion) => groupOf(criterion, bloc.criteria) === group).reduce((all, one) => all + one, 0n);
    const penalty = BigInt(bloc.penaltyUnits(index)) * 250n;
    const before = sum('I') + sum('II') + sum('III') + least(sum('IV'), MAX_HUNDREDTHS) - penalty;
    const total = before < 0n ? 0n : before;
    return { member, total, keys: [total, sum('I'), points[2] ?? 0n, -penalty], isVetoed: bloc.isVetoed(index) };
  });
  const present = scored.filter(({ member }) => !missing.has(member));
  const compare = (x: readonly bigint[], y: readonly bigint[]): number => {
    const at = x.findIndex((key, index) => key !== y[index]);
    return at < 0 ? 0 : (x[at] ?? 0n) > (y[at] ?? 0n) ? -1 : 1;
  };
  const ranked = present.filter(({ isVetoed }) => !isVetoed).toSorted((x, y) => compare(x.keys, y.keys));
  return [
    ...ranked.map(({ member, total, keys }) => ({
      member,
      rank: 1 + ranked.filter((other) => compare(other.keys, keys) < 0).length,
      total: written(total),
    })),
    ...present
      .filter(({ isVetoed }) => isVetoed)
      .toSorted((x, y) => compare(x.keys, y.keys))
      .map(({ member, total }) => ({ member, rank: null, total: written(total) })),
    ...bloc.members.filter((member) => missing.has(member)).map((member) => ({ member, rank: null, total: null })),
  ];
}
