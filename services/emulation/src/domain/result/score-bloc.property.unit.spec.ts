import fc from 'fast-check';
import { MEMBERS, NO_BALLOT, number, scoreRow, smallBloc, smallFigures, smallInput } from '../../spec-support/small-bloc';
import { standing } from '../../spec-support/scores';
import { awardPlaces } from '../awards/bloc-awards';
import type { ScoreRow } from '../bloc/score-rows';
import { rankMembers } from '../ranking/ranking';
import type { CriterionScore } from '../scoring/member-score';
import { scoreGroup } from '../scoring/score-member';
import { reweigh } from '../what-if/reweigh';
import { whatIf } from '../what-if/what-if';
import { printResult } from './print-result';
import type { BlocInput } from './score-bloc';
import { scoreBloc } from './score-bloc';

const amount = fc.integer({ min: -3, max: 130 }).map(String);
const table = (codes: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(fc.subarray([...codes]), fc.array(amount, { minLength: codes.length, maxLength: codes.length }))
    .map(([given, amounts]) => Object.fromEntries(given.map((code, i) => [code, amounts[i] ?? '0'])));
const figures = fc
  .record({ actual: table(['FLOW', 'DONE', 'DUE', 'MISSED']), lastYear: table(['FLOW']), yearPlan: table(['FLOW']) })
  .map((drawn) => smallFigures(drawn));

const codes = ['I-1', 'I-2', 'I-3', 'II-1', 'II-2', 'P1', 'V1'] as const;
const row = (member: string, code: (typeof codes)[number]): fc.Arbitrary<ScoreRow | undefined> =>
  fc.option(
    fc.record({ verified: fc.integer({ min: 0, max: 20 }), kind: fc.constantFrom('verified', 'self', 'na') }).map(({ verified, kind }) => {
      if (code === 'V1') return scoreRow(member, code, { verified: kind === 'na' ? '1' : '0', checkedBy: 'a', reason: 'x' });
      if (code === 'P1') return scoreRow(member, code, { verified: String(verified % 3), checkedBy: 'a', reason: 'x' });
      if (kind === 'na') return scoreRow(member, code, { notApplicable: code === 'I-2' });
      return kind === 'self'
        ? scoreRow(member, code, { self: '10' })
        : scoreRow(member, code, { verified: String(verified / 2), checkedBy: 'a', reason: 'x' });
    }),
    { nil: undefined },
  );

const inputs: fc.Arbitrary<BlocInput> = fc
  .record({
    figures: fc.tuple(figures, figures, figures, figures, figures),
    rows: fc.tuple(...MEMBERS.flatMap((member) => codes.map((code) => row(member, code)))),
    missing: fc.subarray([...MEMBERS], { maxLength: 2 }),
  })
  .map((drawn) =>
    smallInput({
      figures: new Map(MEMBERS.map((member, i) => [member, drawn.figures[i] ?? smallFigures()])),
      rows: drawn.rows.flatMap((one) => one ?? []),
      missing: new Set(drawn.missing),
    }),
  );

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe('whatever the figures', () => {
  it('keeps points within bounds, and every total follows from its parts', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const score of scoreBloc(input).scores) {
          for (const { max, computed, final } of score.criteria)
            for (const points of [computed ?? 0n, final ?? 0n]) expect(points >= 0n && points <= max).toBe(true);
          for (const group of score.groups) {
            const own = score.criteria.filter((criterion) => criterion.group === group.code);
            expect(group.sum).toBe(sum(own.map((criterion) => criterion.final ?? 0n)));
            expect(group.total >= 0n && group.total <= group.max).toBe(true);
          }
          expect(score.penaltyTotal).toBe(sum(score.penalties.map((penalty) => penalty.points)));
          expect(score.beforeFloor).toBe(sum(score.groups.map((group) => group.total)) - score.penaltyTotal);
          expect(score.total).toBe(score.beforeFloor < 0n ? 0n : score.beforeFloor);
          // What has no points says why.
          for (const { status, flags } of score.criteria) expect(status === 'unscored').toBe(flags.includes('unverified'));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order in which rows and figures came', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const other = { ...input, rows: [...input.rows].reverse(), figures: new Map([...input.figures].reverse()) };
        expect(printResult(scoreBloc(other))).toEqual(printResult(scoreBloc(input)));
      }),
      { numRuns: 40 },
    );
  });

  it('lists each member once: ranked, vetoed or missing', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { ranking } = printResult(scoreBloc(input));
        expect(ranking.map((one) => one.member).sort()).toEqual([...MEMBERS]);
        for (const one of ranking) if (input.missing.has(one.member)) expect(one).toMatchObject({ rank: null, total: null, award: 'none' });
      }),
      { numRuns: 40 },
    );
  });

  it('a what-if leaves its inputs deeply equal', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const before = structuredClone({ ...input, workingDays: undefined });
        whatIf(input, {
          criteria: reweigh(input.criteria, { version: 'x', maxima: new Map([['I-1', number('5')]]) }),
          bloc: { tieBreaks: [] },
        });
        expect({ ...input, workingDays: undefined }).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});

const standings = fc
  .array(
    fc.record({
      total: fc.integer({ min: 98, max: 124 }),
      groupOne: fc.integer({ min: 0, max: 2 }),
      penalties: fc.integer({ min: 0, max: 1 }),
      vetoed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ total, groupOne, penalties, vetoed }, i) =>
      standing(`m${String(i)}`, {
        total: BigInt(total) * 100n,
        groupOne: BigInt(groupOne),
        penalties: BigInt(penalties),
        vetoed: vetoed && i > 0,
      }),
    ),
  );
const bloc = smallBloc();

describe('whatever the totals', () => {
  const rank = (scores: Parameters<typeof rankMembers>[0]['scores'], members: readonly string[]) =>
    rankMembers({ members, scores, tieBreaks: bloc.tieBreaks, ballot: NO_BALLOT });

  it('ranks the same in any order of arrival, 1-2-2-4, and names every tie whole', () => {
    fc.assert(
      fc.property(standings, (scores) => {
        const members = scores.map((score) => score.member);
        const ranking = rank(scores, members);
        expect(rank([...scores].reverse(), members)).toEqual(ranking);
        ranking.ranked.forEach((one) => {
          const better = ranking.ranked.filter((other) => other.rank < one.rank);
          expect(one.rank).toBe(better.length + 1);
          expect(better.every((other) => other.total >= one.total)).toBe(true);
        });
        for (const total of new Set(ranking.ranked.map((one) => one.total))) {
          const tied = ranking.ranked.filter((one) => one.total === total).map((one) => one.member);
          expect(ranking.ties.find((tie) => tie.total === total)?.members.map((one) => one.member)).toEqual(
            tied.length > 1 ? tied : undefined,
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never gives more awards than places, nor any below its threshold or to the vetoed', () => {
    fc.assert(
      fc.property(standings, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), (scores, flags, certificates) => {
        const ranking = rank(
          scores,
          scores.map((score) => score.member),
        );
        const awards = awardPlaces({ ...bloc, quota: { flags: { number: flags }, certificates } }, ranking);
        expect(awards.flags.length).toBeLessThanOrEqual(flags);
        expect(awards.flags.length + awards.certificates.length).toBeLessThanOrEqual(flags + certificates);
        expect(awards.certificates.length).toBeLessThanOrEqual(certificates);
        const totalOf = (member: string): bigint => scores.find((score) => score.member === member)?.total ?? 0n;
        expect(awards.flags.every((member) => totalOf(member) >= 12000n)).toBe(true);
        expect([...awards.certificates, ...awards.undecided].every((member) => totalOf(member) >= 10000n)).toBe(true);
        const given = [...awards.flags, ...awards.certificates, ...awards.undecided];
        expect(given.some((member) => awards.vetoed.includes(member))).toBe(false);
        expect(new Set(given).size).toBe(given.length);
      }),
      { numRuns: 200 },
    );
  });

  it('scaling a group is monotone and stays within its max', () => {
    const group = { code: 'I', max: number('100'), capped: false, sections: [], name: { vi: 'I', en: 'I' } };
    const scored = (code: string, max: bigint, final: bigint): CriterionScore => ({
      code,
      group: 'I',
      max,
      status: 'scored',
      flags: [],
      operands: [],
      quotients: [],
      final,
    });
    const left: CriterionScore = { code: 'x', group: 'I', max: 3000n, status: 'not-applicable', flags: [], operands: [], quotients: [] };
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 7000n }), fc.bigInt({ min: 0n, max: 7000n }), (a, b) => {
        const total = (final: bigint): bigint => scoreGroup(group, [left, scored('y', 7000n, final)]).total;
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(total(low) <= total(high)).toBe(true);
        expect(total(high) >= high && total(high) <= 10000n).toBe(true);
      }),
    );
  });
});
