import { readSample, sampleInput } from '../../spec-support/bloc-sample';
import { scoreBloc } from '../result/score-bloc';
import { resultFigures } from './result-figures';

interface ExpectedPlace {
  readonly member: string;
  readonly rank: number | null;
  readonly total: string | null;
}

test('each ranked member’s total and rank are those of the sample’s expected ranking, by bloc', () => {
  const result = scoreBloc(sampleInput());
  const units = resultFigures(result);
  const said = [...units].map(([member, { records }]) => {
    const valueOf = (indicator: string): bigint | undefined =>
      records[0]?.facts.find((one) => one.indicator === indicator && one.n === 1)?.value;
    return { member, score: valueOf('EMU.SCORE'), rank: valueOf('EMU.RANK') };
  });
  const hundredths = (points: string): bigint => {
    const [whole = '0', part = ''] = points.split('.');
    return BigInt(whole + part.padEnd(2, '0'));
  };
  const { ranking } = JSON.parse(readSample('expected.json')) as { readonly ranking: readonly ExpectedPlace[] };
  const expected = ranking.flatMap(({ member, rank, total }) =>
    total === null ? [] : [{ member, score: hundredths(total), rank: rank === null ? undefined : BigInt(rank) }],
  );
  expect(expected.length).toBeGreaterThan(5);
  expect(said).toEqual(expected);
  for (const { records } of units.values()) for (const { topic } of records[0]?.facts ?? []) expect(topic).toBe(result.bloc.id);
});

test('it stands for a year from the scored period’s last day, so two years never add up', () => {
  const result = scoreBloc(sampleInput());
  const [[, first] = []] = [...resultFigures({ ...result, bloc: { ...result.bloc, period: '2019' as typeof result.bloc.period } })];
  const score = first?.records[0]?.facts.filter(({ indicator }) => indicator === 'EMU.SCORE') ?? [];
  expect(score.map(({ date, n }) => [date, n])).toEqual([
    ['2019-12-31', 1],
    ['2020-12-31', -1],
  ]);
  expect(score.reduce((sum, { value }) => sum + value, 0n)).toBe(0n);
});
