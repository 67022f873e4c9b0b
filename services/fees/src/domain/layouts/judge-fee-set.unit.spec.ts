import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFeeSet, SAMPLE } from '../../spec-support/read-fee-set';
import { isFeeKind } from './fee-layouts';

/** The bad files of the sample that are fee tables; the others are bank statements. */
const BAD = readFileSync(join(SAMPLE, 'bad/EXPECTED.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([file = '', layout = '', where = '']) => ({ file, layout, where }))
  .filter(({ layout }) => isFeeKind(layout));

test('the good set has no fault', async () => {
  const { errors, warnings, set } = await readFeeSet(SAMPLE);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([]);
  expect(set['fee-contracts']?.rows).toHaveLength(60);
  expect(set['meter-readings']?.rows).toHaveLength(302);
});

test('the bad tables are all here', () => {
  expect(BAD).toHaveLength(25);
});

test.each(BAD)('$file is refused at $where and nowhere else', async ({ file, layout, where }) => {
  const { errors } = await readFeeSet(SAMPLE, { [layout]: join(SAMPLE, 'bad', file) });
  expect(errors.map((error) => `${error.file}: ${error.where}`)).toEqual([`${layout}.csv: ${where}`]);
});
