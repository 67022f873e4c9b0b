import type { Award } from '../awards/bloc-awards';
import { awardOf } from '../awards/bloc-awards';
import type { Bloc } from '../bloc/bloc';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria } from '../criteria/criteria';
import { divide, multiply } from '@kcn/kernel/fraction';
import type { BlocInput, BlocResult } from '../result/score-bloc';
import { scoreBloc } from '../result/score-bloc';
import type { Hundredths } from '../scoring/member-score';

/** Another set of criteria, or other quotas, thresholds and tie-breaks, beside the real ones. */
export interface Scenario {
  readonly criteria?: Criteria;
  readonly bloc?: Partial<Pick<Bloc, 'quota' | 'thresholds' | 'tieBreaks' | 'planShare'>>;
}

/** One value in reality and in the scenario; absent where it does not exist there. */
export interface BothSides<Value> {
  readonly real: Value | undefined;
  readonly scenario: Value | undefined;
}

export interface MemberDifference {
  readonly member: string;
  readonly total: BothSides<Hundredths>;
  readonly rank: BothSides<number>;
  readonly award: BothSides<Award>;
  /** Only criteria whose final points differ. */
  readonly criteria: readonly (BothSides<Hundredths> & { readonly code: string })[];
}

export interface WhatIf {
  readonly scenario: BlocResult;
  /** Every member with a score, in the bloc's order. */
  readonly differences: readonly MemberDifference[];
}

/**
 * What people set (self and verified values) are points of the real maximum; under another maximum they keep their share of
 * it. Rows of criteria that the scenario does not have fall away.
 */
function carryRows(rows: readonly ScoreRow[], real: Criteria, scenario: Criteria): readonly ScoreRow[] {
  const realMax = new Map(real.criteria.map((criterion) => [criterion.code, criterion.max]));
  const scenarioMax = new Map(scenario.criteria.map((criterion) => [criterion.code, criterion.max]));
  return rows.map((row) => {
    const [before, after] = [realMax.get(row.code), scenarioMax.get(row.code)];
    if (!before || !after) return row;
    const factor = divide(after, before);
    return {
      ...row,
      ...(row.self ? { self: multiply(row.self, factor) } : {}),
      ...(row.verified ? { verified: multiply(row.verified, factor) } : {}),
    };
  });
}

function differencesOf(real: BlocResult, scenario: BlocResult): readonly MemberDifference[] {
  const rankIn = (result: BlocResult, member: string): number | undefined =>
    result.ranking.ranked.find((one) => one.member === member)?.rank;
  return real.scores.map((score) => {
    const other = scenario.scores.find((one) => one.member === score.member);
    const finals = new Map(score.criteria.map((criterion) => [criterion.code, criterion.final]));
    const otherFinals = new Map(other?.criteria.map((criterion) => [criterion.code, criterion.final]));
    const codes = [...new Set([...finals.keys(), ...otherFinals.keys()])];
    return {
      member: score.member,
      total: { real: score.total, scenario: other?.total },
      rank: { real: rankIn(real, score.member), scenario: rankIn(scenario, score.member) },
      award: { real: awardOf(real.awards, score.member), scenario: awardOf(scenario.awards, score.member) },
      criteria: codes
        .map((code) => ({ code, real: finals.get(code), scenario: otherFinals.get(code) }))
        .filter((one) => one.real !== one.scenario),
    };
  });
}

/** Scores the same year under a scenario and says what would differ. Changes nothing: it takes values and gives values. */
export function whatIf(real: BlocInput, scenario: Scenario): WhatIf {
  const criteria = scenario.criteria ?? real.criteria;
  const bloc = { ...real.bloc, ...scenario.bloc, criteriaVersion: criteria.version };
  const scored = scoreBloc({ ...real, criteria, bloc, rows: carryRows(real.rows, real.criteria, criteria) });
  return { scenario: scored, differences: differencesOf(scoreBloc(real), scored) };
}
