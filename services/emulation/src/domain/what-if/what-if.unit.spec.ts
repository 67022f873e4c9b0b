import { MEMBERS, number, scoreRow, smallCriteria, smallCriteriaFile, smallFigures, smallInput } from '../../spec-support/small-bloc';
import { sampleInput } from '../../spec-support/bloc-sample';
import { scoreBloc } from '../result/score-bloc';
import { reweigh } from './reweigh';
import { whatIf } from './what-if';

/** c is weak in I-1 (half the plan), d weak in I-3 (97 % on time). */
const input = smallInput({
  figures: new Map(
    MEMBERS.map((member) => {
      if (member === 'c') return [member, smallFigures({ actual: { FLOW: '50', DONE: '50', DUE: '50', MISSED: '0' } })];
      if (member === 'd') return [member, smallFigures({ actual: { FLOW: '100', DONE: '97', DUE: '100', MISSED: '0' } })];
      return [member, smallFigures()];
    }),
  ),
});

describe('what if', () => {
  it('is nothing else when nothing is changed', () => {
    const { differences } = whatIf(input, {});
    expect(
      differences.every((one) => one.criteria.length === 0 && one.total.real === one.total.scenario && one.rank.real === one.rank.scenario),
    ).toBe(true);
  });

  it('says what other weights would change, per member and criterion', () => {
    // I-1 40 → 10 and I-3 30 → 60: c loses 5 instead of 20; d's 30 − 3 × 3 = 21 becomes 60 − 6 × 3 = 42, I-2 29.10 stays.
    const criteria = reweigh(input.criteria, {
      version: 'small-2',
      maxima: new Map([
        ['I-1', number('10')],
        ['I-3', number('60')],
      ]),
    });
    const { differences } = whatIf(input, { criteria });
    const c = differences.find((one) => one.member === 'c');
    expect(c?.criteria).toEqual([
      { code: 'I-1', real: 2000n, scenario: 500n },
      { code: 'I-3', real: 3000n, scenario: 6000n },
    ]);
    const d = differences.find((one) => one.member === 'd');
    expect(d?.criteria).toEqual([
      { code: 'I-1', real: 4000n, scenario: 1000n },
      { code: 'I-3', real: 2100n, scenario: 4200n },
    ]);
    expect(d?.total).toEqual({ real: 4000n + 2910n + 2100n + 2800n, scenario: 1000n + 2910n + 4200n + 2800n });
    expect([c?.rank, d?.rank]).toEqual([
      { real: 5, scenario: 4 },
      { real: 4, scenario: 5 },
    ]);
  });

  it('scales every number of points with the weight and keeps sums right', () => {
    const criteria = reweigh(smallCriteria(), {
      version: 'small-2',
      maxima: new Map([
        ['II-1', number('40')],
        ['IV-2', number('2.5')],
      ]),
    });
    expect(criteria.totalMax).toEqual(number('180'));
    expect(criteria.groups.map((group) => group.max)).toEqual(['100', '70', '10'].map(number));
    expect(criteria.criteria.find((one) => one.code === 'II-1')?.rule).toMatchObject({
      steps: [{ points: number('40') }, { points: number('16') }],
    });
    expect(criteria.criteria.find((one) => one.code === 'IV-2')?.rule).toMatchObject({
      cap: number('2.5'),
      parts: [{ each: number('0.5') }],
    });
  });

  it('keeps what people verified at its share of the maximum', () => {
    const real = smallInput({ rows: [scoreRow('c', 'I-1', { self: '40', verified: '30', checkedBy: 'a', reason: 'x' })] });
    const criteria = reweigh(real.criteria, { version: 'small-2', maxima: new Map([['I-1', number('20')]]) });
    expect(whatIf(real, { criteria }).differences.find((one) => one.member === 'c')?.criteria).toEqual([
      { code: 'I-1', real: 3000n, scenario: 1500n },
    ]);
  });

  it('names a criterion that the scenario does not have', () => {
    const criteria = smallCriteria({
      version: 'small-3',
      totalMax: '140',
      groups: smallCriteriaFile.groups.map((group) => (group.code === 'II' ? { ...group, max: '30' } : group)),
      criteria: smallCriteriaFile.criteria.filter((criterion) => criterion.code !== 'II-3'),
    });
    expect(whatIf(input, { criteria }).differences[0]?.criteria).toEqual([{ code: 'II-3', real: 2000n, scenario: undefined }]);
  });

  it('takes another quota, and leaves the real year as it was', () => {
    const real = sampleInput();
    const before = structuredClone({ ...real, workingDays: undefined });
    const { scenario, differences } = whatIf(real, { bloc: { quota: { flags: { number: 1 }, certificates: 1 } } });
    expect(scenario.awards).toMatchObject({ flags: ['hai-duong'], certificates: ['hai-phong'] });
    expect(differences.find((one) => one.member === 'bac-ninh')?.award).toEqual({ real: 'certificate', scenario: 'none' });
    expect({ ...real, workingDays: undefined }).toEqual(before);
    expect(scoreBloc(real).awards.flags).toEqual(['hai-duong', 'hai-phong']);
  });
});
