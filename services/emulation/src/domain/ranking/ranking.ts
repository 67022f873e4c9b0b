import type { BallotOutcome } from '../ballot/ballot';
import { votesFor } from '../ballot/ballot';
import type { TieBreak } from '../bloc/bloc';
import type { Hundredths, MemberScore } from '../scoring/member-score';
import { finalOf, groupTotalOf } from '../scoring/member-score';

export interface RankedMember {
  readonly member: string;
  readonly rank: number;
  readonly total: Hundredths;
}

/** One member of a tie with the value of each tie-break key: hundredths of points, or votes for the ballot. */
export interface TiedMember {
  readonly member: string;
  readonly rank: number;
  readonly keys: ReadonlyMap<string, bigint>;
}

/** Members with the same total, and the keys that told any of them apart; none where they share the rank. */
export interface Tie {
  readonly total: Hundredths;
  readonly members: readonly TiedMember[];
  readonly decidedBy: readonly string[];
}

export interface Ranking {
  /** Best first; members equal in all stand in the bloc's order. */
  readonly ranked: readonly RankedMember[];
  readonly ties: readonly Tie[];
  /** Vetoed members, highest total first: no rank. */
  readonly vetoed: readonly MemberScore[];
  /** Members of whom there is no score yet, in the bloc's order. While there are any, the ranking is provisional. */
  readonly missing: readonly string[];
}

export interface RankingInput {
  /** All members in the bloc's order. */
  readonly members: readonly string[];
  /** In any order; a member without one is missing. */
  readonly scores: readonly MemberScore[];
  readonly tieBreaks: readonly TieBreak[];
  readonly ballot: BallotOutcome;
}

/** The value of a key and whether more or less of it is better. */
function keyOf(score: MemberScore, tieBreak: TieBreak, ballot: BallotOutcome): { readonly value: bigint; readonly better: 1 | -1 } {
  switch (tieBreak.kind) {
    case 'group':
      return { value: groupTotalOf(score, tieBreak.code), better: 1 };
    case 'criterion':
      return { value: finalOf(score, tieBreak.code), better: 1 };
    case 'penalties':
      return { value: score.penaltyTotal, better: -1 };
    case 'ballot':
      return { value: BigInt(votesFor(ballot, score.member)), better: 1 };
  }
}

const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);

/** The keys that split the tied members, in order; a key that splits no class that is still whole is not among them. */
function decidingKeys(tied: readonly TiedMember[], keys: readonly string[]): readonly string[] {
  let classes: readonly (readonly TiedMember[])[] = [tied];
  return keys.filter((key) => {
    const finer = classes.flatMap((whole) => {
      const values = [...new Set(whole.map((one) => one.keys.get(key)))];
      return values.map((value) => whole.filter((one) => one.keys.get(key) === value));
    });
    const splits = finer.length > classes.length;
    classes = finer;
    return splits;
  });
}

/**
 * Ranks by total, 1-2-2-4, ties broken by the bloc's own keys in their order. The order of the scores does not matter.
 */
export function rankMembers({ members, scores, tieBreaks, ballot }: RankingInput): Ranking {
  const scoreOf = new Map(scores.map((score) => [score.member, score]));
  const present = members.flatMap((member) => scoreOf.get(member) ?? []);
  const vetoed = present.filter((score) => score.vetoes.length > 0).sort((a, b) => descending(a.total, b.total));
  const compareScores = (a: MemberScore, b: MemberScore): number => {
    const byTotal = descending(a.total, b.total);
    if (byTotal !== 0) return byTotal;
    for (const tieBreak of tieBreaks) {
      const [x, y] = [keyOf(a, tieBreak, ballot), keyOf(b, tieBreak, ballot)];
      const order = descending(x.value, y.value) * x.better;
      if (order !== 0) return order;
    }
    return 0;
  };
  const eligible = present.filter((score) => score.vetoes.length === 0).sort(compareScores);
  const withRank = eligible.map((score) => ({ score, rank: 1 + eligible.findIndex((other) => compareScores(other, score) === 0) }));
  const totals = [...new Set(eligible.map((score) => score.total))];
  const ties = totals.flatMap((total) => {
    const tied = withRank
      .filter(({ score }) => score.total === total)
      .map(({ score, rank }) => ({
        member: score.member,
        rank,
        keys: new Map(tieBreaks.map((tieBreak) => [tieBreak.key, keyOf(score, tieBreak, ballot).value])),
      }));
    return tied.length < 2
      ? []
      : [
          {
            total,
            members: tied,
            decidedBy: decidingKeys(
              tied,
              tieBreaks.map((tieBreak) => tieBreak.key),
            ),
          },
        ];
  });
  return {
    ranked: withRank.map(({ score, rank }) => ({ member: score.member, rank, total: score.total })),
    ties,
    vetoed,
    missing: members.filter((member) => !scoreOf.has(member)),
  };
}
