import fc from 'fast-check';
import { number, smallBloc } from '../../spec-support/small-bloc';
import { standing } from '../../spec-support/scores';
import type { Bloc } from '../bloc/bloc';
import type { Ranking } from '../ranking/ranking';
import { rankMembers } from '../ranking/ranking';
import type { MemberScore } from '../scoring/member-score';
import type { Award } from './bloc-awards';
import { awardOf, awardPlaces, settleUndecided } from './bloc-awards';

const LETTERS = [...'abcdefghijkl'];

/** Few different totals and keys, so that ties of every depth are common. */
const memberArbitrary = fc.record({
  total: fc.integer({ min: 95, max: 125 }).map((points) => BigInt(points - (points % 5)) * 100n),
  penalties: fc.integer({ min: 0, max: 1 }).map(BigInt),
  votes: fc.integer({ min: 0, max: 1 }),
  vetoed: fc.boolean(),
  isMissing: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
});

const yearArbitrary = fc
  .record({
    members: fc.array(memberArbitrary, { minLength: 1, maxLength: LETTERS.length }),
    flags: fc.oneof(
      fc.integer({ min: 0, max: 6 }).map((places) => ({ number: places })),
      fc.integer({ min: 0, max: 10 }).map((tenths) => ({ share: (tenths / 10).toFixed(1) })),
    ),
    certificates: fc.integer({ min: 0, max: 6 }),
    seed: fc.array(fc.nat(), { minLength: LETTERS.length, maxLength: LETTERS.length }),
  })
  .map(({ members, flags, certificates, seed }) => {
    const names = LETTERS.slice(0, members.length);
    const base = smallBloc();
    const [first] = base.members;
    if (!first) throw new Error('the small bloc has members');
    const bloc: Bloc = {
      ...base,
      quota: { flags: 'number' in flags ? flags : { share: number(flags.share) }, certificates },
      members: names.map((id) => ({ ...first, id })),
    };
    const scores = members.flatMap(({ total, penalties, vetoed, isMissing }, at): MemberScore[] =>
      isMissing ? [] : [standing(names[at] ?? '', { total, penalties, vetoed: vetoed && at % 3 === 0 })],
    );
    const ballot = {
      counts: members.map(({ votes }, at) => ({ candidate: names[at] ?? '', for: votes, against: 1 - votes, abstain: 0 })),
      turnout: 1,
    };
    const rank = (list: readonly MemberScore[]): Ranking =>
      rankMembers({ members: names, scores: list, tieBreaks: bloc.tieBreaks, ballot });
    const shuffled = scores.map((score, at) => ({ score, key: seed[at] ?? 0 })).sort((a, b) => a.key - b.key);
    return { bloc, scores, ballot, ranking: rank(scores), again: rank(shuffled.map(({ score }) => score)), seed };
  });
type Year = typeof yearArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** The places of each group of equals dealt out in some order: every settlement that the leader may choose. */
function someChoices({ bloc, ranking, seed }: Year): ReadonlyMap<string, Award> {
  const awards = awardPlaces(bloc, ranking);
  const eligible = ranking.ranked.filter(({ total }) => total >= 10_000n);
  const flags = Math.min(awards.flagPlaces, eligible.filter(({ total }) => total >= 12_000n).length);
  const due = (place: number): Award =>
    place < flags ? 'flag' : place < flags + Math.min(awards.certificatePlaces, eligible.length - flags) ? 'certificate' : 'none';
  const choices = new Map<string, Award>();
  for (const rank of new Set(eligible.map((one) => one.rank))) {
    const group = eligible.map((one, place) => ({ ...one, place })).filter((one) => one.rank === rank);
    const dealt = group.map(({ place }) => due(place)).sort(() => ((seed[rank] ?? 0) % 2 === 0 ? 1 : -1));
    group.forEach(({ member }, at) => {
      if (awards.undecided.includes(member)) choices.set(member, dealt[at] ?? 'none');
    });
  }
  return choices;
}

const WORTH: Readonly<Record<Award, number>> = { flag: 3, certificate: 2, undecided: 1, none: 0 };

it('quotas are never exceeded, before and after the leader has chosen; nobody below a threshold or vetoed is awarded', () => {
  fc.assert(
    fc.property(yearArbitrary, (year) => {
      const { bloc, ranking } = year;
      const open = awardPlaces(bloc, ranking);
      for (const awards of [open, settleUndecided(bloc, ranking, someChoices(year))]) {
        expect(awards.flags.length + awards.lapsed.flags).toBeLessThanOrEqual(awards.flagPlaces);
        expect(awards.certificates.length + awards.lapsed.certificates).toBeLessThanOrEqual(awards.certificatePlaces);
        const given = [...awards.flags, ...awards.certificates];
        expect(new Set(given).size).toBe(given.length);
        for (const member of given) {
          const place = ranking.ranked.find((one) => one.member === member);
          expect(place && place.total >= (awards.flags.includes(member) ? 12_000n : 10_000n)).toBe(true);
          expect(ranking.vetoed.map((score) => score.member)).not.toContain(member);
        }
      }
      // Once the leader has chosen, every place that somebody reached is taken.
      const settled = settleUndecided(bloc, ranking, someChoices(year));
      expect([settled.flags.length + settled.lapsed.flags, settled.certificates.length + settled.lapsed.certificates]).toEqual([
        settled.flagPlaces,
        settled.certificatePlaces,
      ]);
    }),
  );
});

it('a better rank never gets less, and equals of one rank get the same or are left to the leader', () => {
  fc.assert(
    fc.property(yearArbitrary, ({ bloc, ranking }) => {
      const awards = awardPlaces(bloc, ranking);
      ranking.ranked.forEach((better, at) => {
        for (const worse of ranking.ranked.slice(at + 1)) {
          const [a, b] = [awardOf(awards, better.member), awardOf(awards, worse.member)];
          if (better.rank === worse.rank) expect(a).toBe(b);
          else if (a !== 'undecided' && b !== 'undecided') expect(WORTH[a]).toBeGreaterThanOrEqual(WORTH[b]);
        }
      });
    }),
  );
});

it('ties are complete: all with the same total and nobody else, with the keys that told them apart', () => {
  fc.assert(
    fc.property(yearArbitrary, ({ ranking }) => {
      const totals = [...new Set(ranking.ranked.map(({ total }) => total))];
      const expected = totals
        .map((total) => ranking.ranked.filter((one) => one.total === total).map(({ member }) => member))
        .filter((members) => members.length > 1);
      expect(ranking.ties.map((tie) => tie.members.map(({ member }) => member))).toEqual(expected);
      for (const { members } of ranking.ties)
        for (const one of members)
          for (const other of members)
            expect(one.rank === other.rank).toBe([...one.keys].every(([key, value]) => other.keys.get(key) === value));
    }),
  );
});

it('whatever the order in which the scores came, ranking and awards are the same', () => {
  fc.assert(
    fc.property(yearArbitrary, ({ bloc, ranking, again }) => {
      expect(again).toEqual(ranking);
      expect(awardPlaces(bloc, again)).toEqual(awardPlaces(bloc, ranking));
    }),
  );
});
