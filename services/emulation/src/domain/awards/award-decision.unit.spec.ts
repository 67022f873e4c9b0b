import { plainDate } from '@kcn/kernel';
import { checkDecision } from './award-decision';

const check = (number: string, date = '2020-01-15'): (() => void) => {
  return () => {
    checkDecision({ number, date: plainDate(date) }, plainDate('2020-01-15'));
  };
};

it.each(['142/QĐ-BQL', '19/TB-VP.UBND', '50/2016/QĐ-UBND', '07/QĐ-BKHĐT', '12a/QĐ-TTg'])('%s is a number', (number) => {
  expect(check(number)).not.toThrow();
});

it.each(['142', 'QĐ-BQL', '142/', '142/QĐ BQL', '142/<b>', '/QĐ-BQL', '142/QĐ-', ''])('%s is none', (number) => {
  expect(check(number)).toThrow(expect.objectContaining({ code: 'bad_decision_number' }) as Error);
});

it('tomorrow’s decision is not there yet, today’s is', () => {
  expect(check('142/QĐ-BQL', '2020-01-16')).toThrow(expect.objectContaining({ code: 'decision_in_future' }) as Error);
});
