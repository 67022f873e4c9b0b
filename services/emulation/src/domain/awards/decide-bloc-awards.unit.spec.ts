import { readSample, sampleInput } from '../../spec-support/bloc-sample';
import { scoreRow, smallBloc, smallInput } from '../../spec-support/small-bloc';
import { scoreBloc } from '../result/score-bloc';
import type { BlocResult } from '../result/score-bloc';
import type { BlocDecision } from './decide-bloc-awards';
import { decideBlocAwards } from './decide-bloc-awards';

const ranking = { revision: 1, sha256: 'ab'.repeat(32) };
const decide = (result: BlocResult, changes: Partial<BlocDecision> = {}) =>
  decideBlocAwards({ result, ranking, kinds: ['flag', 'certificate'], choices: new Map(), given: [], ...changes });
const brief = (awards: ReturnType<typeof decide>) => awards.map(({ form, recipient, total }) => [form, recipient.id, total]);
const withCode = (code: string) => expect.objectContaining({ code }) as Error;

describe('the sample', () => {
  const result = scoreBloc(sampleInput());
  const expected = (
    JSON.parse(readSample('expected.json')) as {
      ranking: readonly { readonly rank: number; readonly member: string; readonly total: string; readonly award: string }[];
    }
  ).ranking.filter(({ award }) => award !== 'none');

  it('gives what its expected result says, each with rank and total', () => {
    const awards = decide(result);
    expect(brief(awards)).toEqual(expected.map(({ award, member, total }) => [award, member, total]));
    expect(awards.map(({ ground }) => ground)).toEqual(
      expected.map(({ rank }) => ({ kind: 'bloc', bloc: 'bloc-red-river-delta', rank, ranking })),
    );
    expect(awards[0]).toMatchObject({
      formName: { vi: 'Cờ thi đua' },
      recipient: { kind: 'member', name: 'Ban Quản lý các khu công nghiệp tỉnh Hải Dương' },
      year: 2019,
    });
  });

  it('one decision may give one kind, another the other; the same kind not twice', () => {
    const flags = decide(result, { kinds: ['flag'] });
    expect(brief(flags).map(([form]) => form)).toEqual(['flag', 'flag']);
    expect(brief(decide(result, { kinds: ['certificate'], given: flags })).map(([, member]) => member)).toEqual([
      ...['bac-ninh', 'ha-noi', 'hung-yen'],
    ]);
    expect(() => decide(result, { given: flags })).toThrow(withCode('already_decided'));
  });

  it('a member that has an award of the year already gets no second one', () => {
    const given = [{ form: 'flag', recipient: { id: 'bac-ninh' } }];
    expect(() => decide(result, { kinds: ['certificate'], given })).toThrow(withCode('already_decided'));
  });

  it('nothing is left to choose, so a choice is refused', () => {
    expect(() => decide(result, { choices: new Map([['ha-noi', 'flag']]) })).toThrow(withCode('not_undecided'));
  });
});

describe('three equals at the last certificate', () => {
  // a leads and b is deputy, which gives them a bonus; c, d and e have the same points in everything.
  const result = scoreBloc(smallInput({ bloc: smallBloc({ quota: { flags: { number: 1 }, certificates: 2 } }) }));

  it('wait for the leader’s choice, which gives exactly the places’ awards', () => {
    expect(result.awards).toMatchObject({ flags: ['a'], certificates: ['b'], undecided: ['c', 'd', 'e'] });
    expect(() => decide(result)).toThrow(withCode('not_the_places_award'));
    const choices = new Map([
      ['c', 'none'],
      ['d', 'certificate'],
      ['e', 'none'],
    ] as const);
    expect(brief(decide(result, { choices })).map(([form, member]) => [form, member])).toEqual([
      ['flag', 'a'],
      ['certificate', 'b'],
      ['certificate', 'd'],
    ]);
    expect(() => decide(result, { choices: new Map([...choices, ['c', 'certificate']]) })).toThrow(withCode('not_the_places_award'));
  });
});

it('with an error in the result, or nobody at the threshold, nothing is decided', () => {
  const noReason = scoreRow('b', 'II-2', { self: '5', verified: '7', checkedBy: 'a' });
  expect(() => decide(scoreBloc(smallInput({ rows: [noReason] })))).toThrow(withCode('result_has_errors'));
  expect(() => decide(scoreBloc(smallInput({ figures: new Map() })))).toThrow(withCode('nobody_to_award'));
});
