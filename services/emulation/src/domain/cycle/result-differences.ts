import { awardOf } from '../awards/bloc-awards';
import { formatHundredths } from '../figures/points';
import type { BlocResult } from '../result/score-bloc';
import type { MemberScore } from '../scoring/member-score';

/** One thing that two results say differently of a member; null where one of them does not say it. */
export interface ResultDifference {
  readonly member: string;
  /** `total`, `rank`, `award`, or `criterion I-1.1`. */
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Comparable = Pick<BlocResult, 'bloc' | 'scores' | 'ranking' | 'awards'>;

function factsOf({ scores, ranking, awards }: Comparable, member: string): ReadonlyMap<string, string> {
  const score: MemberScore | undefined = scores.find((one) => one.member === member);
  const rank = ranking.ranked.find((one) => one.member === member)?.rank;
  const facts = new Map<string, string>();
  if (score) facts.set('total', formatHundredths(score.total));
  if (rank !== undefined) facts.set('rank', rank.toString());
  facts.set('award', awardOf(awards, member));
  for (const { code, final } of score?.criteria ?? []) if (final !== undefined) facts.set(`criterion ${code}`, formatHundredths(final));
  return facts;
}

/** Everything that two results of a bloc's year say differently, by member in the bloc's order. */
export function resultDifferences(before: Comparable, after: Comparable): readonly ResultDifference[] {
  const members = [...new Set([...after.bloc.members, ...before.bloc.members].map(({ id }) => id))];
  return members.flatMap((member) => {
    const [was, is] = [factsOf(before, member), factsOf(after, member)];
    return [...new Set([...was.keys(), ...is.keys()])]
      .filter((what) => was.get(what) !== is.get(what))
      .map((what) => ({ member, what, before: was.get(what) ?? null, after: is.get(what) ?? null }));
  });
}
