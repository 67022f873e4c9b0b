import type { BlocAwards } from '../awards/bloc-awards';
import { awardPlaces } from '../awards/bloc-awards';
import type { BallotOutcome } from '../ballot/ballot';
import type { Bloc } from '../bloc/bloc';
import { rowsByMember } from '../bloc/rows-by-member';
import type { ScoreRow } from '../bloc/score-rows';
import type { Criteria } from '../criteria/criteria';
import type { WorkingDays } from '../cycle/working-days';
import type { MemberFigures } from '../figures/member-figures';
import type { Ranking } from '../ranking/ranking';
import { rankMembers } from '../ranking/ranking';
import type { RollUp } from '../roll-up/roll-up';
import { rollUpFigures } from '../roll-up/roll-up';
import type { MemberScore, ScoreError } from '../scoring/member-score';
import { scoreMember } from '../scoring/score-member';

export interface BlocInput {
  readonly criteria: Criteria;
  /** Must fit the criteria: `checkBlocAgainstCriteria` named no fault. */
  readonly bloc: Bloc;
  readonly figures: ReadonlyMap<string, MemberFigures>;
  readonly rows: readonly ScoreRow[];
  readonly ballot: BallotOutcome;
  readonly workingDays: WorkingDays;
  /**
   * Members whose sheet has not come in: they are named and have no rank. A member that did report, if only in part, is
   * ranked with what it has.
   */
  readonly missing: ReadonlySet<string>;
}

/** All that follows from a year's inputs. */
export interface BlocResult {
  readonly bloc: Bloc;
  readonly criteriaVersion: string;
  /** In the bloc's order, without the missing members. */
  readonly scores: readonly MemberScore[];
  readonly ranking: Ranking;
  readonly awards: BlocAwards;
  readonly rollUp: RollUp;
  readonly ballot: BallotOutcome;
  /** While there are any, nothing of this may be frozen or published. */
  readonly errors: readonly ScoreError[];
}

const NO_FIGURES: MemberFigures = { actual: new Map(), lastYear: new Map(), yearPlan: new Map() };

/** Scores, ranks and rolls up a whole bloc. Pure: the same input gives the same result, in whatever order its rows came. */
export function scoreBloc({ criteria, bloc, figures, rows, ballot, workingDays, missing }: BlocInput): BlocResult {
  const rowsOf = rowsByMember(rows);
  const scores = bloc.members
    .filter((member) => !missing.has(member.id))
    .map((member) =>
      scoreMember({
        ...{ criteria, bloc, member, workingDays },
        figures: figures.get(member.id) ?? NO_FIGURES,
        rows: rowsOf.get(member.id) ?? [],
      }),
    );
  const ranking = rankMembers({ members: bloc.members.map((member) => member.id), scores, tieBreaks: bloc.tieBreaks, ballot });
  return {
    bloc,
    criteriaVersion: criteria.version,
    scores,
    ranking,
    awards: awardPlaces(bloc, ranking),
    rollUp: rollUpFigures({
      criteria,
      period: bloc.period,
      members: bloc.members.map(({ id }) => ({ member: id, figures: missing.has(id) ? undefined : figures.get(id) })),
    }),
    ballot,
    errors: scores.flatMap((score) => score.errors),
  };
}
