import { formatFraction } from '@kcn/kernel/fraction';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkBlocAgainstCriteria } from '../bloc/check-bloc';
import { DEMO_FOLDER, readSample, readTable, sampleInput } from '../../spec-support/bloc-sample';
import { printResult } from './print-result';
import { scoreBloc } from './score-bloc';

const expected = JSON.parse(readSample('expected.json')) as Record<string, unknown>;
const printed = (): Record<string, unknown> => JSON.parse(JSON.stringify(printResult(scoreBloc(sampleInput())))) as Record<string, unknown>;

describe('the sample of the Red River Delta bloc', () => {
  it('fits its criteria', () => {
    const { bloc, criteria } = sampleInput();
    expect(checkBlocAgainstCriteria(bloc, criteria)).toEqual([]);
  });

  it('gives the whole expected result, to the last operand', () => {
    expect(printed()).toEqual(expected);
  });

  it('rolls up to the published totals of the bloc', () => {
    const published = readTable(readFileSync(resolve(DEMO_FOLDER, 'published-figures.csv'), 'utf8'))
      .map((row) => row.cells)
      .filter((cells) => cells['board'] === 'bloc-red-river-delta');
    const { sums, ratios } = scoreBloc(sampleInput()).rollUp;
    expect(published.length).toBe(23);
    for (const { indicator, breakdown, value, unit } of published) {
      const sum = sums.find((one) => one.indicator === indicator && one.breakdown === breakdown && one.unit === unit);
      if (sum) expect({ indicator, breakdown, value: sum.actual && formatFraction(sum.actual) }).toEqual({ indicator, breakdown, value });
      // The one ratio among them is stated as "above 55 %" of every member.
      else expect(Number(ratios.find((one) => one.indicator === indicator)?.percent)).toBeGreaterThan(Number(value));
    }
  });
});
