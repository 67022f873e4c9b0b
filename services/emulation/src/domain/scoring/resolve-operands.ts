import type { PlainDate } from '@kcn/kernel';
import type { Bloc, BlocMember } from '../bloc/bloc';
import { rolesOf } from '../bloc/bloc';
import type { Criteria, Indicator, OperandRule, Rule, StepName } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import type { FigureTable, MemberFigures } from '../figures/member-figures';
import { findFigure } from '../figures/member-figures';
import type { Fraction } from '@kcn/kernel/fraction';
import { atLeast, compare, divide, equals, fraction, isPositive, isZero, multiply, ONE, subtract, sumOf, ZERO } from '@kcn/kernel/fraction';
import { HUNDRED } from '../figures/points';
import { computePoints } from './compute-points';
import type { MissingFlag, Operand, OperandDetail } from './operand';
import { operandSlots } from './operand-slots';

/** Everything from which a member's operands are taken. */
export interface OperandSource {
  readonly criteria: Criteria;
  readonly bloc: Bloc;
  readonly member: BlocMember;
  readonly figures: MemberFigures;
  readonly workingDays: WorkingDays;
  /** Codes claimed not applicable: they do not count as exceeded. */
  readonly notApplicable: ReadonlySet<string>;
  /** Units that the leader verified for the penalty at hand. */
  readonly declared?: Fraction | undefined;
}

type Resolved = { readonly value: Fraction; readonly detail?: OperandDetail } | { readonly missing: MissingFlag };

const isMissing = (resolved: Resolved): resolved is { readonly missing: MissingFlag } => 'missing' in resolved;

interface IndicatorReading {
  readonly indicator: Indicator | undefined;
  readonly breakdown: string;
  readonly catalogue: ReadonlyMap<string, Indicator>;
  readonly table: FigureTable;
  readonly missing: MissingFlag;
}

/** A figure as it stands; of an indicator of kind ratio Σ num ÷ Σ den × 100 from the member's own figures. */
function readIndicator({ indicator, breakdown, catalogue, table, missing }: IndicatorReading): Resolved {
  if (!indicator) return { missing };
  const take = (one: Indicator | undefined): Fraction | undefined =>
    one && findFigure(table, { indicator: one.code, breakdown, unit: one.units.get(breakdown) ?? '' });
  if (indicator.kind !== 'ratio') {
    const value = take(indicator);
    return value ? { value } : { missing };
  }
  const sum = (codes: readonly string[]): Fraction | undefined => {
    const values = codes.flatMap((code) => take(catalogue.get(code)) ?? []);
    return values.length === codes.length ? sumOf(values) : undefined;
  };
  const [num, den] = [sum(indicator.num), sum(indicator.den)];
  if (!num || !den) return { missing };
  if (isZero(den)) return { missing: 'zero-divisor' };
  return { value: multiply(divide(num, den), HUNDRED), detail: { num, den } };
}

const flag = (value: boolean): Fraction => (value ? ONE : ZERO);
const isLate = (deadline: PlainDate, done: PlainDate | undefined): boolean => done === undefined || done > deadline;

function deadlineOf(bloc: Bloc, step: StepName): PlainDate {
  const deadline = bloc.deadlines.get(step);
  if (deadline === undefined) throw new RangeError(`the bloc has no deadline for step ${step}`);
  return deadline;
}

/** Resolves the operands of one member's rules. The bloc must have passed `checkBlocAgainstCriteria`. */
export function createOperandResolver(source: OperandSource): (rule: Rule) => readonly Operand[] {
  const { criteria, bloc, member, figures, workingDays } = source;
  const catalogue = new Map(criteria.indicators.map((indicator) => [indicator.code, indicator]));

  function readFigure(
    rule: { readonly indicator: string; readonly breakdown: string },
    table: FigureTable,
    missing: MissingFlag,
  ): Resolved {
    return readIndicator({ indicator: catalogue.get(rule.indicator), breakdown: rule.breakdown, catalogue, table, missing });
  }

  /** The plan is the year's own row, also of a ratio; of a flow only the period's share is due. */
  function readPlan(code: string, breakdown: string): Resolved {
    const indicator = catalogue.get(code);
    const yearPlan = indicator && findFigure(figures.yearPlan, { indicator: code, breakdown, unit: indicator.units.get(breakdown) ?? '' });
    if (!yearPlan) return { missing: 'missing-plan' };
    if (indicator.kind !== 'flow' || equals(bloc.planShare, ONE)) return { value: yearPlan };
    return { value: multiply(yearPlan, bloc.planShare), detail: { yearPlan } };
  }

  function readGrowth(rule: { readonly indicator: string; readonly breakdown: string }): Resolved {
    const actual = readFigure(rule, figures.actual, 'missing-value');
    if (isMissing(actual)) return actual;
    const lastYear = readFigure(rule, figures.lastYear, 'missing-last-year');
    if (isMissing(lastYear)) return lastYear;
    // Nothing grows from nothing, nor from below it.
    if (!isPositive(lastYear.value)) return { missing: 'zero-divisor' };
    const value = multiply(subtract(divide(actual.value, lastYear.value), ONE), HUNDRED);
    return { value, detail: { actual: actual.value, lastYear: lastYear.value } };
  }

  function exceeded(codes: readonly string[], by: Fraction): Resolved {
    const counted = codes.filter((code) => {
      const criterion = criteria.criteria.find((one) => one.code === code);
      if (!criterion || source.notApplicable.has(code)) return false;
      const [quotient] = computePoints({ rule: criterion.rule, max: criterion.max, operands: resolve(criterion.rule) }).quotients;
      return quotient !== undefined && compare(quotient, by) >= 0;
    });
    return { value: fraction(BigInt(counted.length)), detail: { criteria: counted } };
  }

  function resolveOperand(rule: OperandRule): { readonly ref: string; readonly resolved: Resolved } {
    switch (rule.kind) {
      case 'actual':
      case 'plan':
      case 'lastYear':
      case 'growth': {
        const ref = [rule.kind, rule.indicator, ...(rule.breakdown === '' ? [] : [rule.breakdown])].join(':');
        if (rule.kind === 'plan') return { ref, resolved: readPlan(rule.indicator, rule.breakdown) };
        if (rule.kind === 'growth') return { ref, resolved: readGrowth(rule) };
        if (rule.kind === 'lastYear') return { ref, resolved: readFigure(rule, figures.lastYear, 'missing-last-year') };
        return { ref, resolved: readFigure(rule, figures.actual, 'missing-value') };
      }
      case 'constant':
        return { ref: 'constant', resolved: { value: rule.value } };
      case 'reached': {
        const inner = resolveOperand(rule.a);
        const ref = `reached:${inner.ref}`;
        if (isMissing(inner.resolved)) return { ref, resolved: inner.resolved };
        const { value, detail } = inner.resolved;
        return { ref, resolved: { value: flag(compare(value, rule.from) >= 0), detail: { of: value, ...detail } } };
      }
      case 'exceeded':
        return { ref: 'exceeded', resolved: exceeded(rule.criteria, rule.by) };
      case 'lateWorkingDays': {
        const days = rule.steps.map((step) => {
          const done = member.steps.get(step);
          return done === undefined ? rule.notDone : fraction(BigInt(workingDays.workingDaysBetween(deadlineOf(bloc, step), done)));
        });
        return { ref: `lateWorkingDays:${rule.steps.join('+')}`, resolved: { value: sumOf(days) } };
      }
      case 'stepsLate': {
        const late = rule.steps.map((step) => flag(isLate(deadlineOf(bloc, step), member.steps.get(step))));
        return { ref: `stepsLate:${rule.steps.join('+')}`, resolved: { value: sumOf(late) } };
      }
      case 'role': {
        const held = rolesOf(bloc, member.id).map((role) => rule.points.get(role) ?? ZERO);
        return { ref: 'role', resolved: { value: held.reduce(atLeast, ZERO) } };
      }
      case 'declared':
        return { ref: 'declared', resolved: { value: source.declared ?? ZERO } };
    }
  }

  function resolve(rule: Rule): readonly Operand[] {
    return operandSlots(rule).map((slot) => {
      const { ref, resolved } = resolveOperand(slot.rule);
      if (isMissing(resolved)) return { name: slot.name, ref, value: undefined, missing: resolved.missing };
      return { name: slot.name, ref, value: resolved.value, ...(resolved.detail ? { detail: resolved.detail } : {}) };
    });
  }
  return resolve;
}
