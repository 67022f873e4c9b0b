import type { Bloc, BlocMember } from '../bloc/bloc';
import type { Criteria, Criterion, OperandRule } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import { equals, findExact, findFraction } from '@kcn/kernel/fraction';
import { formatHundredths, fromHundredths, toHundredths } from '../figures/points';
import { computePoints } from '../scoring/compute-points';
import type { Operand } from '../scoring/operand';
import { printOperand } from '../scoring/operand';
import { operandSlots } from '../scoring/operand-slots';
import { createOperandResolver } from '../scoring/resolve-operands';
import type { CheckPoints } from './judge-sheet';
import type { EmulationSheet, SheetCriterion, SheetOperand } from './sheet';
import { figureKey } from './sheet';
import { catalogueEntries, fromSheetFigures } from './sheet-figures';
import type { VerdictDetail } from './verdict';
import { detail } from './verdict';

export interface CheckPointsOptions {
  readonly criteria: Criteria;
  /** The leader's: its steps and roles are what a sheet's are compared with. */
  readonly bloc: Bloc;
  readonly workingDays: WorkingDays;
}

/**
 * Computes every point of a sheet again from what is signed in it: the figures are those of the catalogue, the operands
 * follow from the figures, the points follow from the operands. What the leader records (roles, steps) may differ: the
 * sheet's points follow from the sheet's operand all the same, and the difference is shown.
 */
export function createCheckPoints({ criteria, bloc, workingDays }: CheckPointsOptions): CheckPoints {
  return (sheet) => {
    const member = bloc.members.find(({ id }) => id === sheet.member);
    if (!member) return { mismatches: [detail('other-scope', { at: 'member', actual: sheet.member })], remarks: [] };
    const resolve = resolverOf(sheet, { criteria, bloc, workingDays, member });
    const signed = new Map(sheet.criteria.map((criterion) => [criterion.code, criterion]));
    const findings = criteria.criteria.map((criterion) => {
      const claimed = signed.get(criterion.code);
      if (!claimed) return { mismatches: [detail('criterion-missing', { at: criterion.code })], remarks: [] };
      return checkCriterion(criterion, claimed, resolve(criterion));
    });
    const codes = new Set(criteria.criteria.map(({ code }) => code));
    const unknown = sheet.criteria.filter(({ code }) => !codes.has(code)).map(({ code }) => detail('criterion-unknown', { at: code }));
    return {
      mismatches: [...missingFigures(criteria, sheet), ...unknown, ...findings.flatMap(({ mismatches }) => mismatches)],
      remarks: findings.flatMap(({ remarks }) => remarks),
    };
  };
}

function resolverOf(
  sheet: EmulationSheet,
  options: CheckPointsOptions & { readonly member: BlocMember },
): (criterion: Criterion) => readonly Operand[] {
  const resolve = createOperandResolver({
    ...options,
    figures: fromSheetFigures(options.criteria, sheet.figures),
    notApplicable: new Set(sheet.criteria.filter(({ notApplicable }) => notApplicable).map(({ code }) => code)),
  });
  return ({ rule }) => resolve(rule);
}

function missingFigures(criteria: Criteria, sheet: EmulationSheet): readonly VerdictDetail[] {
  const held = new Set(sheet.figures.map(figureKey));
  return catalogueEntries(criteria)
    .filter((entry) => !held.has(figureKey(entry)))
    .map(({ indicator, breakdown, unit }) =>
      detail('figure-missing', { at: breakdown === '' ? indicator : `${indicator}:${breakdown}`, expected: unit }),
    );
}

/** What the leader's records say, not the member's figures. */
function isLeaderRecord(rule: OperandRule): boolean {
  switch (rule.kind) {
    case 'declared':
    case 'role':
    case 'lateWorkingDays':
    case 'stepsLate':
      return true;
    case 'reached':
      return isLeaderRecord(rule.a);
    case 'actual':
    case 'plan':
    case 'lastYear':
    case 'growth':
    case 'constant':
    case 'exceeded':
      return false;
  }
}

interface Findings {
  readonly mismatches: readonly VerdictDetail[];
  readonly remarks: readonly VerdictDetail[];
}

function checkCriterion(criterion: Criterion, claimed: SheetCriterion, expected: readonly Operand[]): Findings {
  const ofLeader = new Set(
    operandSlots(criterion.rule)
      .filter(({ rule }) => isLeaderRecord(rule))
      .map(({ name }) => name),
  );
  const differing = differingOperands(criterion.code, claimed.operands, expected);
  const asSigned = expected.map((operand) => signedOperand(operand, claimed.operands));
  const { points } = computePoints({ rule: criterion.rule, max: criterion.max, operands: asSigned });
  const hundredths = points && toHundredths(points);
  const computed = claimed.computed === null ? undefined : findFraction(claimed.computed);
  const follows =
    hundredths === undefined || computed === undefined ? hundredths === computed : equals(computed, fromHundredths(hundredths));
  const wrongPoints = follows
    ? []
    : [
        detail('points-do-not-follow', {
          at: criterion.code,
          expected: hundredths === undefined ? 'null' : formatHundredths(hundredths),
          actual: claimed.computed ?? 'null',
        }),
      ];
  return {
    mismatches: [
      ...differing.filter(({ name }) => !ofLeader.has(name)).map(({ found }) => found('operand-does-not-follow')),
      ...wrongPoints,
    ],
    remarks: differing.filter(({ name }) => ofLeader.has(name)).map(({ found }) => found('leader-record-differs')),
  };
}

/** The operand with the value that was signed; why it is absent is known from the figures. */
function signedOperand(expected: Operand, signed: readonly SheetOperand[]): Operand {
  const { value } = signed.find(({ name }) => name === expected.name) ?? { value: null };
  const { name, ref, missing } = expected;
  return { name, ref, value: value === null ? undefined : findExact(value), ...(missing === undefined ? {} : { missing }) };
}

interface Difference {
  readonly name: string;
  readonly found: (code: 'operand-does-not-follow' | 'leader-record-differs') => VerdictDetail;
}

function differingOperands(criterion: string, signed: readonly SheetOperand[], expected: readonly Operand[]): readonly Difference[] {
  const printed = new Map(expected.map((operand) => [operand.name, printOperand(operand)]));
  const names = new Set([...printed.keys(), ...signed.map(({ name }) => name)]);
  return [...names].flatMap((name): Difference[] => {
    const [wanted, given] = [printed.get(name), signed.find((operand) => operand.name === name)];
    if (wanted && given && isSameOperand(wanted, given)) return [];
    const show = (operand: SheetOperand | undefined): string => (operand ? `${operand.ref} = ${operand.value ?? 'null'}` : '');
    return [{ name, found: (code) => detail(code, { at: `${criterion} ${name}`, expected: show(wanted), actual: show(given) }) }];
  });
}

const NUMBERS = ['value', 'of', 'num', 'den', 'actual', 'lastYear', 'yearPlan'] as const;

function isSameOperand(a: SheetOperand, b: SheetOperand): boolean {
  const isSameNumber = (x: string | null | undefined, y: string | null | undefined): boolean => {
    const [p, q] = [findExact(x ?? ''), findExact(y ?? '')];
    return p && q ? equals(p, q) : (x ?? null) === (y ?? null);
  };
  return (
    a.ref === b.ref && NUMBERS.every((part) => isSameNumber(a[part], b[part])) && (a.criteria ?? []).join() === (b.criteria ?? []).join()
  );
}
