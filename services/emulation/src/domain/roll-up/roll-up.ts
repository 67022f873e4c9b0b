import type { Period } from '@kcn/kernel';
import { lastYearOf, percentOf } from '@kcn/kernel';
import type { Criteria, Indicator } from '../criteria/criteria';
import type { Fraction } from '@kcn/kernel/fraction';
import { divide, isPositive, subtract, sumOf } from '@kcn/kernel/fraction';
import type { FigureTable, MemberFigures } from '../figures/member-figures';
import { findFigure } from '../figures/member-figures';

/** A percentage with 2 decimals, half-up away from 0; undefined where the divisor does not allow one. */
type Percent = string | undefined;

export interface RolledSum {
  readonly indicator: string;
  readonly breakdown: string;
  readonly unit: string;
  /** How many members report the figure. */
  readonly members: number;
  /** Who does not. */
  readonly missing: readonly string[];
  readonly actual: Fraction | undefined;
  readonly lastYear: Fraction | undefined;
  readonly yearPlan: Fraction | undefined;
  /** Over the members that have both figures. */
  readonly growthPercent: Percent;
  /** Against the whole year's plan, over the members that have both figures. */
  readonly planPercent: Percent;
}

export interface RolledRatio {
  readonly indicator: string;
  readonly breakdown: string;
  readonly period: Period;
  readonly members: number;
  readonly missing: readonly string[];
  readonly num: Fraction | undefined;
  readonly den: Fraction | undefined;
  readonly percent: Percent;
}

export interface RollUp {
  readonly sums: readonly RolledSum[];
  readonly ratios: readonly RolledRatio[];
}

export interface RollUpInput {
  readonly criteria: Criteria;
  readonly period: Period;
  /** All members in the bloc's order, with the figures that have come in. */
  readonly members: readonly { readonly member: string; readonly figures: MemberFigures | undefined }[];
}

const EMPTY: FigureTable = new Map();

function percent(part: Fraction, whole: Fraction): Percent {
  if (!isPositive(whole)) return undefined;
  const { numerator, denominator } = divide(part, whole);
  return percentOf(numerator, denominator);
}

/** The two sums over the members that have both values, or undefined when none has. */
function sumBoth(
  pairs: readonly { readonly a: Fraction | undefined; readonly b: Fraction | undefined }[],
): { readonly a: Fraction; readonly b: Fraction } | undefined {
  const both = pairs.flatMap(({ a, b }) => (a && b ? [{ a, b }] : []));
  return both.length === 0 ? undefined : { a: sumOf(both.map((pair) => pair.a)), b: sumOf(both.map((pair) => pair.b)) };
}

const sumKnown = (values: readonly (Fraction | undefined)[]): Fraction | undefined => {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? undefined : sumOf(known);
};

function rollSum(
  indicator: Indicator,
  { breakdown, unit }: { readonly breakdown: string; readonly unit: string },
  { members }: RollUpInput,
): RolledSum {
  const rows = members.map(({ member, figures }) => {
    const take = (table: FigureTable | undefined): Fraction | undefined =>
      findFigure(table ?? EMPTY, { indicator: indicator.code, breakdown, unit });
    return { member, actual: take(figures?.actual), lastYear: take(figures?.lastYear), yearPlan: take(figures?.yearPlan) };
  });
  const growth = sumBoth(rows.map((row) => ({ a: row.actual, b: row.lastYear })));
  const plan = sumBoth(rows.map((row) => ({ a: row.actual, b: row.yearPlan })));
  return {
    ...{ indicator: indicator.code, breakdown, unit },
    members: rows.filter((row) => row.actual).length,
    missing: rows.filter((row) => !row.actual).map((row) => row.member),
    actual: sumKnown(rows.map((row) => row.actual)),
    lastYear: sumKnown(rows.map((row) => row.lastYear)),
    yearPlan: sumKnown(rows.map((row) => row.yearPlan)),
    growthPercent: growth && percent(subtract(growth.a, growth.b), growth.b),
    planPercent: plan && percent(plan.a, plan.b),
  };
}

interface RatioOf {
  readonly breakdown: string;
  readonly period: Period;
  readonly table: 'actual' | 'lastYear';
  readonly catalogue: ReadonlyMap<string, Indicator>;
}

function rollRatio(indicator: Indicator, { breakdown, period, table, catalogue }: RatioOf, { members }: RollUpInput): RolledRatio {
  const rows = members.map(({ member, figures }) => {
    const sum = (codes: readonly string[]): Fraction | undefined => {
      const values = codes.map((code) =>
        findFigure(figures?.[table] ?? EMPTY, { indicator: code, breakdown, unit: catalogue.get(code)?.units.get(breakdown) ?? '' }),
      );
      return values.every((value) => value !== undefined) ? sumOf(values) : undefined;
    };
    return { member, a: sum(indicator.num), b: sum(indicator.den) };
  });
  const both = sumBoth(rows);
  return {
    ...{ indicator: indicator.code, breakdown, period },
    members: rows.filter((row) => row.a && row.b).length,
    missing: rows.filter((row) => !row.a || !row.b).map((row) => row.member),
    num: both?.a,
    den: both?.b,
    percent: both && percent(both.a, both.b),
  };
}

/** The bloc's figures: sums over the members that report, ratios as Σ ÷ Σ over those with all parts; grades and ranks are left out. */
export function rollUpFigures(input: RollUpInput): RollUp {
  const catalogue = new Map(input.criteria.indicators.map((indicator) => [indicator.code, indicator]));
  const summed = input.criteria.indicators.filter((indicator) => indicator.rollUp && indicator.kind !== 'ratio');
  const ratios = input.criteria.indicators.filter((indicator) => indicator.kind === 'ratio' && indicator.rollUp);
  const periods = [
    { period: input.period, table: 'actual' },
    { period: lastYearOf(input.period), table: 'lastYear' },
  ] as const;
  return {
    sums: summed.flatMap((indicator) => [...indicator.units].map(([breakdown, unit]) => rollSum(indicator, { breakdown, unit }, input))),
    ratios: ratios.flatMap((indicator) =>
      [...indicator.units.keys()].flatMap((breakdown) => periods.map((of) => rollRatio(indicator, { ...of, breakdown, catalogue }, input))),
    ),
  };
}
