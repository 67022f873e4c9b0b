import { awardOf } from '../awards/bloc-awards';
import type { BlocAwards } from '../awards/bloc-awards';
import { formatFraction } from '@kcn/kernel/fraction';
import { formatHundredths } from '../figures/points';
import type { Fraction } from '@kcn/kernel/fraction';
import type { Tie } from '../ranking/ranking';
import type { RolledRatio, RolledSum, RollUp } from '../roll-up/roll-up';
import { printQuotients } from '../scoring/compute-points';
import type { CriterionScore, GroupScore, Hundredths, MemberScore, PenaltyScore } from '../scoring/member-score';
import { unscoredCodes } from '../scoring/member-score';
import { printOperand } from '../scoring/operand';
import type { BlocResult } from './score-bloc';

const RESULT_FORMAT = 'emulation-result/1';

const points = (hundredths: Hundredths | undefined): string | null => (hundredths === undefined ? null : formatHundredths(hundredths));
const exact = (value: Fraction | undefined): string | null => (value ? formatFraction(value) : null);

const printCriterion = (score: CriterionScore) => ({
  code: score.code,
  group: score.group,
  max: formatHundredths(score.max),
  status: score.status,
  flags: score.flags,
  operands: score.operands.map(printOperand),
  quotient: printQuotients(score.quotients),
  computed: points(score.computed),
  self: points(score.self),
  verified: points(score.verified),
  final: points(score.final),
});

const printGroup = (group: GroupScore) => ({
  max: formatHundredths(group.max),
  notApplicable: formatHundredths(group.notApplicable),
  sum: formatHundredths(group.sum),
  total: formatHundredths(group.total),
});

const printPenalty = (penalty: PenaltyScore) => ({
  code: penalty.code,
  flags: penalty.flags,
  operands: penalty.operands.map(printOperand),
  points: formatHundredths(penalty.points),
});

const printMember = (score: MemberScore, rank: number | null, awards: BlocAwards) => ({
  member: score.member,
  rank,
  total: formatHundredths(score.total),
  beforeFloor: formatHundredths(score.beforeFloor),
  groups: Object.fromEntries(score.groups.map((group) => [group.code, printGroup(group)])),
  penaltyTotal: formatHundredths(score.penaltyTotal),
  penalties: score.penalties.map(printPenalty),
  vetoes: score.vetoes,
  belowThreshold: awards.belowThreshold.includes(score.member),
  award: awardOf(awards, score.member),
  unscored: unscoredCodes(score),
  criteria: score.criteria.map(printCriterion),
});

const printTie = (tie: Tie) => ({
  total: formatHundredths(tie.total),
  members: tie.members.map(({ member, rank, keys }) => ({
    member,
    rank,
    ...Object.fromEntries([...keys].map(([key, value]) => [key, key === 'ballot' ? String(value) : formatHundredths(value)])),
  })),
  decidedBy: tie.decidedBy,
});

/** Who does not report is named only where somebody does not. */
const named = (missing: readonly string[]) => (missing.length === 0 ? {} : { missing });

const printSum = (sum: RolledSum) => ({
  ...{ indicator: sum.indicator, breakdown: sum.breakdown, unit: sum.unit, members: sum.members },
  ...{ actual: exact(sum.actual), lastYear: exact(sum.lastYear), yearPlan: exact(sum.yearPlan) },
  ...{ growthPercent: sum.growthPercent ?? null, planPercent: sum.planPercent ?? null },
  ...named(sum.missing),
});

const printRatio = (ratio: RolledRatio) => ({
  ...{ indicator: ratio.indicator, breakdown: ratio.breakdown, period: ratio.period, members: ratio.members },
  ...{ num: exact(ratio.num), den: exact(ratio.den), percent: ratio.percent ?? null },
  ...named(ratio.missing),
});

export const printRollUp = ({ sums, ratios }: RollUp) => ({ sums: sums.map(printSum), ratios: ratios.map(printRatio) });

/**
 * The result as `emulation-result/1`: decimals as strings, points with 2 decimals, what is absent null. Missing members and a
 * ballot that does not count appear only where there are any.
 */
export function printResult(result: BlocResult) {
  const { bloc, ranking, awards, scores, rollUp, ballot } = result;
  const rankOf = new Map(ranking.ranked.map((one) => [one.member, one.rank]));
  const unranked = (member: string, total: string | null) => ({ rank: null, member, total, award: 'none' as const });
  return {
    format: RESULT_FORMAT,
    bloc: bloc.id,
    year: bloc.year,
    period: bloc.period,
    criteriaVersion: result.criteriaVersion,
    errors: result.errors,
    ranking: [
      ...ranking.ranked.map(({ rank, member, total }) => ({
        rank,
        member,
        total: formatHundredths(total),
        award: awardOf(awards, member),
      })),
      ...ranking.vetoed.map((score) => unranked(score.member, formatHundredths(score.total))),
      ...ranking.missing.map((member) => unranked(member, null)),
    ],
    ties: ranking.ties.map(printTie),
    awards,
    members: scores.map((score) => printMember(score, rankOf.get(score.member) ?? null, awards)),
    rollUp: printRollUp(rollUp),
    ...(ranking.missing.length > 0 ? { provisional: true, missing: ranking.missing } : {}),
    ...(ballot.flag ? { ballot: { flag: ballot.flag, turnout: ballot.turnout } } : {}),
  };
}
