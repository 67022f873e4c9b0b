import { instant } from '@kcn/kernel';
import { findFraction } from '@kcn/kernel/fraction';
import fc from 'fast-check';
import type { ScoreRow } from '../bloc/score-rows';
import type { ScoreValue } from './score-value';
import { rowsWithSelf, rowsWithVerified, VALUE_STAGES } from './score-value';

const number = (text: string) => findFraction(text) ?? { numerator: 0n, denominator: 1n };
const row: ScoreRow = {
  member: 'a',
  code: 'I-1',
  self: number('5'),
  verified: number('4'),
  checkedBy: 'b',
  reason: 'tệp',
  notApplicable: false,
};
const value = (stage: ScoreValue['stage'], text: string | null, more: Partial<ScoreValue> = {}): ScoreValue => ({
  ...{ member: 'a', criterion: 'I-1', stage, value: text, by: 'c', actor: 'x', reason: 'lý do' },
  recordedAt: instant('2026-01-01T00:00:00Z'),
  ...more,
});

it('the final value counts before the cross-checked one, and that before the file’s', () => {
  expect(rowsWithVerified([row], [value('checked', '3')])).toEqual([{ ...row, verified: number('3'), checkedBy: 'c', reason: 'lý do' }]);
  const both = [value('final', '2', { by: 'd' }), value('checked', '3')];
  expect(rowsWithVerified([row], both)).toMatchObject([{ verified: number('2'), checkedBy: 'd' }]);
  const [disputed] = rowsWithVerified([row], [value('checked', null)]);
  expect(disputed).toEqual({ member: 'a', code: 'I-1', self: number('5'), checkedBy: 'c', reason: 'lý do', notApplicable: false });
});

it('a self-score touches nothing of the leader’s, and a value without a row makes one', () => {
  expect(rowsWithSelf([row], [value('self', '6')])).toEqual([{ ...row, self: number('6') }]);
  expect(rowsWithSelf([row], [value('self', '6'), value('self', null)])[0]?.self).toBeUndefined();
  expect(rowsWithSelf([], [value('self', '6', { criterion: 'II-1' })])).toMatchObject([{ code: 'II-1', self: number('6') }]);
});

it('only the last value of each stage counts, whatever the others were', () => {
  const any = fc.record({ stage: fc.constantFrom(...VALUE_STAGES), text: fc.option(fc.nat({ max: 40 }).map(String)) });
  fc.assert(
    fc.property(fc.array(any), (earlier) => {
      const before = earlier.map(({ stage, text }) => value(stage, text));
      const last = [value('checked', '1'), value('final', '2'), value('self', '3')];
      expect(rowsWithVerified([row], [...before, ...last])).toEqual(rowsWithVerified([row], last));
      expect(rowsWithSelf([row], [...before, ...last])).toEqual(rowsWithSelf([row], last));
    }),
  );
});
