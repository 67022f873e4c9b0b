import { awardPlaces } from '../awards/bloc-awards';
import type { BallotOutcome } from '../ballot/ballot';
import { rankMembers } from '../ranking/ranking';
import type { BlocResult } from '../result/score-bloc';

/** The same scores, ranked and awarded with the outcome of a vote. */
export function rankWithBallot(result: BlocResult, ballot: BallotOutcome): BlocResult {
  const { bloc, scores } = result;
  const ranking = rankMembers({ members: bloc.members.map(({ id }) => id), scores, tieBreaks: bloc.tieBreaks, ballot });
  return { ...result, ballot, ranking, awards: awardPlaces(bloc, ranking) };
}
