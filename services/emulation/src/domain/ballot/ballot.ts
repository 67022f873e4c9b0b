import { precondition } from '@kcn/kernel';
import type { CandidateCount } from '../bloc/ballot-rows';
import { fraction, compare, multiply } from '@kcn/kernel/fraction';
import type { Fraction } from '@kcn/kernel/fraction';

/** A head of a member who may vote, as named on the roll. */
export type ElectorId = string & { readonly __brand: 'ElectorId' };
/** A random id, drawn for the ballot alone. */
export type BallotId = string & { readonly __brand: 'BallotId' };

export type Vote = 'for' | 'against' | 'abstain';

/** That a head has voted, and nothing of how. This is what the audit sees. */
export interface RollMark {
  readonly kind: 'roll-mark';
  readonly elector: ElectorId;
}

/**
 * How somebody voted, and nothing of who. It has no actor, time, event, request or key, so no field of it can be joined with
 * a roll mark; the two are written to two places and no type of this module holds both.
 */
export interface SecretBallot {
  readonly kind: 'secret-ballot';
  readonly id: BallotId;
  readonly votes: ReadonlyMap<string, Vote>;
}

/** The vote of one bloc and year while and after it is held. */
export interface VoteRules {
  readonly electors: number;
  /** Share of the electors whose ballots make the vote count. */
  readonly quorum: Fraction;
  readonly candidates: readonly string[];
}

/**
 * Marks the roll for one head.
 *
 * @throws DomainError precondition `already_voted`, `vote_closed`
 */
export function markRoll(
  roll: ReadonlySet<ElectorId>,
  { elector, open }: { readonly elector: ElectorId; readonly open: boolean },
): RollMark {
  if (!open) throw precondition('vote_closed', { vi: 'Cuộc bỏ phiếu không mở', en: 'The vote is not open' });
  if (roll.has(elector)) throw precondition('already_voted', { vi: 'Người này đã bỏ phiếu', en: 'This head has voted already' });
  return { kind: 'roll-mark', elector };
}

/**
 * A ballot as it goes into the box.
 *
 * @throws DomainError precondition `unknown_candidate`
 */
export function sealBallot(
  { candidates }: VoteRules,
  { id, votes }: { readonly id: BallotId; readonly votes: ReadonlyMap<string, Vote> },
): SecretBallot {
  for (const candidate of votes.keys())
    if (!candidates.includes(candidate))
      throw precondition('unknown_candidate', { vi: `"${candidate}" không phải là ứng viên`, en: `"${candidate}" is not a candidate` });
  return { kind: 'secret-ballot', id, votes };
}

export interface BallotOutcome {
  readonly counts: readonly CandidateCount[];
  /** Ballots cast. */
  readonly turnout: number;
  /** `below-quorum`: the ballot decides no tie. `not-held`: nobody voted. */
  readonly flag?: 'below-quorum' | 'not-held';
}

function outcomeOf(
  counts: readonly CandidateCount[],
  turnout: number,
  { electors, quorum }: Pick<VoteRules, 'electors' | 'quorum'>,
): BallotOutcome {
  if (turnout === 0) return { counts, turnout, flag: 'not-held' };
  const needed = multiply(quorum, fraction(BigInt(electors)));
  return compare(fraction(BigInt(turnout)), needed) < 0 ? { counts, turnout, flag: 'below-quorum' } : { counts, turnout };
}

/**
 * Counts the ballots once the vote is closed. The order in which they lie in the box tells nothing.
 *
 * @throws DomainError precondition `vote_open`, `more_ballots_than_electors`
 */
export function countBallots(ballots: readonly SecretBallot[], rules: VoteRules & { readonly closed: boolean }): BallotOutcome {
  if (!rules.closed)
    throw precondition('vote_open', { vi: 'Chỉ kiểm phiếu sau khi kết thúc', en: 'Ballots are counted only after the close' });
  if (ballots.length > rules.electors)
    throw precondition('more_ballots_than_electors', { vi: 'Số phiếu nhiều hơn số cử tri', en: 'More ballots than electors' });
  const counts = rules.candidates.map((candidate) => {
    const count = (vote: Vote): number => ballots.filter((ballot) => ballot.votes.get(candidate) === vote).length;
    return { candidate, for: count('for'), against: count('against'), abstain: count('abstain') };
  });
  return outcomeOf(counts, ballots.length, rules);
}

/** The outcome of a vote of which only counts came in: at least as many voted as any candidate has votes. */
export function outcomeOfCounts(counts: readonly CandidateCount[], rules: Pick<VoteRules, 'electors' | 'quorum'>): BallotOutcome {
  const turnout = counts.reduce((most, count) => Math.max(most, count.for + count.against + count.abstain), 0);
  return outcomeOf(counts, turnout, rules);
}

/** Votes for a candidate as the tie-break takes them: 0 for all where the vote has no quorum, and where there is no row. */
export function votesFor({ counts, flag }: BallotOutcome, candidate: string): number {
  return flag ? 0 : (counts.find((count) => count.candidate === candidate)?.for ?? 0);
}
