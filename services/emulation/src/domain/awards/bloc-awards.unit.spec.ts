import { NO_BALLOT, number, smallBloc } from '../../spec-support/small-bloc';
import { standing } from '../../spec-support/scores';
import type { Ranking } from '../ranking/ranking';
import { rankMembers } from '../ranking/ranking';
import type { Award, BlocAwards } from './bloc-awards';
import { awardOf, awardPlaces, flagPlacesOf, settleUndecided } from './bloc-awards';

const bloc = smallBloc({ quota: { flags: { number: 2 }, certificates: 2 } });

function rankingOf(totals: readonly number[]): Ranking {
  const scores = totals.map((total, i) => standing('abcdefgh'[i] ?? '', { total: BigInt(total) * 100n }));
  return rankMembers({ members: scores.map((score) => score.member), scores, tieBreaks: bloc.tieBreaks, ballot: NO_BALLOT });
}

/** Awards of members a, b, c … with these totals in points; two flags from 120, two certificates from 100. */
function awards(totals: readonly number[], quota: object = { flags: { number: 2 }, certificates: 2 }): BlocAwards {
  return awardPlaces(smallBloc({ quota }), rankingOf(totals));
}

describe('flag places', () => {
  it.each([
    [7, 1],
    [8, 2],
    [11, 2],
    [12, 2],
    [13, 3],
    [5, 1],
  ])('a fifth of %i members, half-up, is %i', (members, places) => {
    expect(flagPlacesOf({ share: number('0.2') }, members)).toBe(places);
  });

  it('rounds an exact half up and takes a number as it is', () => {
    expect(flagPlacesOf({ share: number('0.5') }, 5)).toBe(3);
    expect(flagPlacesOf({ number: 4 }, 5)).toBe(4);
  });
});

describe('awards', () => {
  it('go by place', () => {
    expect(awards([150, 140, 130, 120, 110])).toMatchObject({
      flags: ['a', 'b'],
      certificates: ['c', 'd'],
      lapsed: { flags: 0, certificates: 0 },
      eligible: 5,
    });
  });

  it('a total on the threshold is enough', () => {
    expect(awards([120, 110, 100, 99])).toMatchObject({
      flags: ['a'],
      certificates: ['b', 'c'],
      belowThreshold: ['d'],
      lapsed: { flags: 1, certificates: 0 },
      eligible: 3,
    });
  });

  it('a flag place that lapses does not become a certificate', () => {
    expect(awards([119, 118, 117, 116])).toMatchObject({ flags: [], certificates: ['a', 'b'], lapsed: { flags: 2, certificates: 0 } });
  });

  it('places that nobody reaches lapse', () => {
    expect(awards([130, 110, 90])).toMatchObject({ flags: ['a'], certificates: ['b'], lapsed: { flags: 1, certificates: 1 } });
  });

  it('leaves those astride the last place of a kind to the leader', () => {
    const result = awards([150, 140, 140, 130, 120]);
    expect(result).toMatchObject({ flags: ['a'], undecided: ['b', 'c'], certificates: ['d'] });
    expect(['a', 'b', 'e'].map((member) => awardOf(result, member))).toEqual(['flag', 'undecided', 'none']);
    expect(awards([150, 140, 130, 120, 120])).toMatchObject({ certificates: ['c'], undecided: ['d', 'e'] });
  });

  it('decides for members of one rank where the places reach for all of them', () => {
    expect(awards([150, 150, 130, 130])).toMatchObject({ flags: ['a', 'b'], certificates: ['c', 'd'], undecided: [] });
  });
});

describe('the leader’s decision', () => {
  // b and c are equal in all: between them the second flag and the first certificate; d the second certificate.
  const ranking = rankingOf([150, 140, 140, 130, 120]);

  it('gives the group exactly the awards of its places', () => {
    const settled = settleUndecided(
      bloc,
      ranking,
      new Map([
        ['c', 'flag'],
        ['b', 'certificate'],
      ]),
    );
    expect(settled).toMatchObject({ flags: ['a', 'c'], certificates: ['b', 'd'], undecided: [] });
  });

  it.each<[string, Readonly<Record<string, Award>>]>([
    ['a second flag', { b: 'flag', c: 'flag' }],
    ['nothing for one of them', { b: 'flag', c: 'none' }],
    ['one left open', { b: 'flag' }],
  ])('refuses %s', (_, choices) => {
    expect(() => settleUndecided(bloc, ranking, new Map(Object.entries(choices)))).toThrow(
      expect.objectContaining({ code: 'not_the_places_award' }) as Error,
    );
  });
});
