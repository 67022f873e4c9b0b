import type { Bloc, BlocMember } from '../bloc/bloc';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria, Group, Penalty, Rule, Veto } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import { divide, equals, isPositive, multiply } from '@kcn/kernel/fraction';
import { fromHundredths, toHundredths } from '../figures/points';
import type { Fraction } from '@kcn/kernel/fraction';
import type { MemberFigures } from '../figures/member-figures';
import { computePoints } from './compute-points';
import type { CriterionScore, GroupScore, Hundredths, MemberScore, PenaltyScore, ScoreError } from './member-score';
import { createOperandResolver } from './resolve-operands';
import { scoreCriterion } from './score-criterion';

export interface MemberInput {
  readonly criteria: Criteria;
  readonly bloc: Bloc;
  readonly member: BlocMember;
  readonly figures: MemberFigures;
  /** This member's rows only, any order. */
  readonly rows: readonly ScoreRow[];
  readonly workingDays: WorkingDays;
}

const total = (points: readonly Hundredths[]): Hundredths => points.reduce((sum, one) => sum + one, 0n);

/** Σ of the group's finals, scaled for what is not applicable, or cut at the cap of a bonus. */
export function scoreGroup(group: Group, criteria: readonly CriterionScore[]): GroupScore {
  const own = criteria.filter((criterion) => criterion.group === group.code);
  const max = toHundredths(group.max);
  const notApplicable = total(own.flatMap((criterion) => (criterion.status === 'not-applicable' ? [criterion.max] : [])));
  const sum = total(own.flatMap((criterion) => criterion.final ?? []));
  const scored = { code: group.code, max, notApplicable, sum };
  if (group.capped) return { ...scored, total: sum > max ? max : sum };
  if (notApplicable === 0n || notApplicable >= max) return { ...scored, total: sum };
  const scaled = multiply(divide(fromHundredths(sum), fromHundredths(max - notApplicable)), group.max);
  return { ...scored, total: toHundredths(scaled) };
}

function wholeGroupErrors(member: string, groups: readonly GroupScore[]): readonly ScoreError[] {
  return groups
    .filter((group) => group.notApplicable >= group.max)
    .map((group) => ({
      code: 'group_not_applicable',
      member,
      criterion: group.code,
      vi: `Cả nhóm ${group.code} không áp dụng`,
      en: `The whole group ${group.code} is not applicable`,
    }));
}

/** A veto strikes when the leader declared it, or when the step has no date. */
function isStruck(veto: Veto, member: BlocMember, declared: Fraction | undefined): boolean {
  if (veto.rule.kind === 'stepMissing') return !member.steps.has(veto.rule.step);
  return declared !== undefined && isPositive(declared);
}

/** A declared deduction or veto is the leader's word against a member, so it needs its reason too. */
function declaredErrors(rows: readonly ScoreRow[], codes: ReadonlySet<string>): readonly ScoreError[] {
  return rows
    .filter(
      ({ code, verified, self, reason }) =>
        codes.has(code) && verified && isPositive(verified) && reason === undefined && !(self && equals(self, verified)),
    )
    .map((row) => ({
      code: 'needs_reason',
      member: row.member,
      criterion: row.code,
      vi: 'Điểm trừ hoặc phủ quyết được khai báo cần lý do',
      en: 'A declared penalty or veto needs a reason',
    }));
}

/** One member's whole score. Pure: it depends on nothing but the input, and the order of rows does not matter. */
export function scoreMember({ criteria, bloc, member, figures, rows, workingDays }: MemberInput): MemberScore {
  const rowOf = new Map(rows.map((row) => [row.code, row]));
  const notApplicable = new Set(rows.filter((row) => row.notApplicable).map((row) => row.code));
  const source = { criteria, bloc, member, figures, workingDays, notApplicable };
  const resolve = createOperandResolver(source);
  const scored = criteria.criteria.map((criterion) => scoreCriterion(criterion, resolve, rowOf.get(criterion.code)));
  const groups = criteria.groups.map((group) =>
    scoreGroup(
      group,
      scored.map((one) => one.score),
    ),
  );

  const penalise = (penalty: Penalty): PenaltyScore => {
    const resolvePenalty: (rule: Rule) => PenaltyScore['operands'] = createOperandResolver({
      ...source,
      declared: rowOf.get(penalty.code)?.verified,
    });
    const operands = resolvePenalty(penalty.rule);
    const { points, flags } = computePoints({ rule: penalty.rule, operands });
    return { code: penalty.code, flags, operands, points: points ? toHundredths(points) : 0n };
  };
  const penalties = criteria.penalties.map(penalise).filter((penalty) => penalty.points > 0n || penalty.flags.length > 0);
  const vetoes = criteria.vetoes.filter((veto) => isStruck(veto, member, rowOf.get(veto.code)?.verified)).map((veto) => veto.code);
  const penaltyTotal = total(penalties.map((penalty) => penalty.points));
  const beforeFloor = total(groups.map((group) => group.total)) - penaltyTotal;
  const declaredCodes = new Set([...criteria.penalties, ...criteria.vetoes].map((item) => item.code));
  return {
    member: member.id,
    criteria: scored.map((one) => one.score),
    groups,
    penalties,
    penaltyTotal,
    vetoes,
    beforeFloor,
    total: beforeFloor < 0n ? 0n : beforeFloor,
    errors: [...scored.flatMap((one) => one.errors), ...declaredErrors(rows, declaredCodes), ...wholeGroupErrors(member.id, groups)],
  };
}
