import { period } from '@kcn/kernel';
import { smallCriteria, smallFigures } from '../../spec-support/small-bloc';
import { formatFraction } from '@kcn/kernel/fraction';
import { rollUpFigures } from './roll-up';

const criteria = smallCriteria();
const rolled = rollUpFigures({
  criteria,
  period: period('2026-H1'),
  members: [
    {
      member: 'a',
      figures: smallFigures({ actual: { FLOW: '100', DONE: '7', DUE: '8' }, lastYear: { FLOW: '80' }, yearPlan: { FLOW: '250' } }),
    },
    { member: 'b', figures: smallFigures({ actual: { FLOW: '50', DONE: '3' }, lastYear: {}, yearPlan: {} }) },
    { member: 'c', figures: smallFigures({ actual: {}, lastYear: { FLOW: '20', DONE: '0', DUE: '0' }, yearPlan: { FLOW: '40' } }) },
    { member: 'd', figures: undefined },
  ],
});
const sum = (indicator: string) => rolled.sums.find((one) => one.indicator === indicator);

describe('the roll-up', () => {
  it('sums the members that report and names the others', () => {
    expect(sum('FLOW')).toMatchObject({ members: 2, missing: ['c', 'd'], unit: 'USD' });
    expect([sum('FLOW')?.actual, sum('FLOW')?.lastYear, sum('FLOW')?.yearPlan].map((value) => value && formatFraction(value))).toEqual([
      '150',
      '100',
      '290',
    ]);
  });

  it('compares over those with both figures only: 100 against 80, and against 250', () => {
    expect(sum('FLOW')).toMatchObject({ growthPercent: '25.00', planPercent: '40.00' });
  });

  it('leaves a figure that nobody reports empty', () => {
    expect(sum('MISSED')).toMatchObject({ members: 0, actual: undefined, growthPercent: undefined, planPercent: undefined });
  });

  it('divides sums by sums over those with all parts', () => {
    const [now, before] = rolled.ratios;
    expect(now).toMatchObject({ indicator: 'RATE', period: '2026-H1', members: 1, missing: ['b', 'c', 'd'], percent: '87.50' });
    expect(before).toMatchObject({ period: '2025-H1', members: 1, missing: ['a', 'b', 'd'], percent: undefined });
  });

  it('never adds up grades', () => {
    expect(rolled.sums.map((one) => one.indicator)).toEqual(['FLOW', 'DONE', 'DUE', 'MISSED']);
  });
});
