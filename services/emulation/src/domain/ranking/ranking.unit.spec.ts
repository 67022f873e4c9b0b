import { NO_BALLOT, smallBloc } from '../../spec-support/small-bloc';
import { standing } from '../../spec-support/scores';
import { awardPlaces } from '../awards/bloc-awards';
import type { BallotOutcome } from '../ballot/ballot';
import type { MemberScore } from '../scoring/member-score';
import type { Ranking } from './ranking';
import { rankMembers } from './ranking';

const bloc = smallBloc();
const rank = (scores: readonly MemberScore[], ballot: BallotOutcome = NO_BALLOT, members = scores.map((score) => score.member)): Ranking =>
  rankMembers({ members, scores, tieBreaks: bloc.tieBreaks, ballot });
const ranks = (ranking: Ranking): readonly (readonly [string, number])[] => ranking.ranked.map((one) => [one.member, one.rank]);
const ballotOf = (votes: Readonly<Record<string, number>>): BallotOutcome => ({
  counts: Object.entries(votes).map(([candidate, votesFor]) => ({ candidate, for: votesFor, against: 0, abstain: 0 })),
  turnout: 5,
});

describe('ranking', () => {
  it('is the vector of the handbook', () => {
    const ranking = rank([
      standing('E', { total: 94500n, vetoed: true }),
      standing('D', { total: 89999n }),
      standing('B', { total: 93125n, groupOne: 56980n }),
      standing('C', { total: 93099n }),
      standing('A', { total: 93125n, groupOne: 57110n }),
    ]);
    expect(ranks(ranking)).toEqual([
      ['A', 1],
      ['B', 2],
      ['C', 3],
      ['D', 4],
    ]);
    expect(ranking.vetoed.map((score) => score.member)).toEqual(['E']);
    expect(ranking.ties.map((tie) => tie.decidedBy)).toEqual([['group:I']]);
    const handbook = { ...bloc, thresholds: smallBloc({ thresholds: { flag: '900', certificate: '800' } }).thresholds };
    expect(awardPlaces(handbook, ranking)).toMatchObject({
      flagPlaces: 1,
      flags: ['A'],
      certificates: ['B', 'C', 'D'],
      lapsed: { flags: 0, certificates: 0 },
      vetoed: ['E'],
    });
  });

  it('counts 1-2-2-4 where members are equal in all', () => {
    const ranking = rank([
      standing('a', { total: 3n }),
      standing('c', { total: 2n }),
      standing('b', { total: 2n }),
      standing('d', { total: 1n }),
    ]);
    expect(ranks(ranking)).toEqual([
      ['a', 1],
      ['c', 2],
      ['b', 2],
      ['d', 4],
    ]);
    expect(ranking.ties).toMatchObject([{ total: 2n, decidedBy: [] }]);
  });

  it.each([
    ['criterion:I-3', standing('a', { total: 5n, onTime: 1n }), standing('b', { total: 5n, onTime: 2n }), NO_BALLOT],
    ['penalties', standing('a', { total: 5n, penalties: 200n }), standing('b', { total: 5n, penalties: 100n }), NO_BALLOT],
    ['ballot', standing('a', { total: 5n }), standing('b', { total: 5n }), ballotOf({ a: 2, b: 3 })],
  ])('breaks a tie by %s', (key, worse, better, ballot) => {
    const ranking = rank([worse, better], ballot);
    expect(ranks(ranking)).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
    expect(ranking.ties[0]?.decidedBy).toEqual([key]);
  });

  it('takes the bloc’s order of keys: penalties before the ballot', () => {
    const ranking = rank([standing('a', { total: 5n, penalties: 100n }), standing('b', { total: 5n })], ballotOf({ a: 5, b: 0 }));
    expect(ranking.ranked[0]?.member).toBe('b');
  });

  it('names each key that told members of one tie apart', () => {
    const three = [
      standing('a', { total: 5n, groupOne: 2n }),
      standing('b', { total: 5n, groupOne: 1n }),
      standing('c', { total: 5n, groupOne: 1n }),
    ];
    const ranking = rank(three, ballotOf({ a: 0, b: 1, c: 4 }));
    expect(ranks(ranking)).toEqual([
      ['a', 1],
      ['c', 2],
      ['b', 3],
    ]);
    expect(ranking.ties[0]?.decidedBy).toEqual(['group:I', 'ballot']);
  });

  it('does not let a ballot below its quorum decide', () => {
    const ranking = rank([standing('a', { total: 5n }), standing('b', { total: 5n })], { ...ballotOf({ b: 3 }), flag: 'below-quorum' });
    expect(ranks(ranking)).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('names members without a score, who have no rank', () => {
    const ranking = rank([standing('c', { total: 5n })], NO_BALLOT, ['a', 'b', 'c']);
    expect(ranks(ranking)).toEqual([['c', 1]]);
    expect(ranking.missing).toEqual(['a', 'b']);
  });
});
