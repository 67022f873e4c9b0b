import { period, plainDate } from '@kcn/kernel';
import { formatFraction } from '@kcn/kernel/fraction';
import type { MeterReading } from '../readings/meter-reading';
import { approvePlan, editPlanLine, newPlan, returnPlan, submitPlan, withEditedLine } from './fee-plan';
import type { FeePlan, PlanLine, PlanLineChange } from './fee-plan';
import { planQuantity, yearlyWastewaterM3 } from './plan-history';
import { windowsOf } from './plan-performance';
import { findReminderDue } from './reminders';

const figures = { baseQuantity: '1500.5', unitPrice: '13200', expectedAmount: 19_806_600n };
const line: PlanLine = { parkCode: 'kcn', service: 'INFRA', ...figures, proposed: figures, collectedLastYear: 7n };
const at = new Date('2026-11-01T00:00:00Z');
const draft = newPlan(2027, { lines: [line], unpriced: [] }, { by: 'lan', at });
const change: PlanLineChange = {
  parkCode: 'kcn',
  service: 'INFRA',
  baseQuantity: undefined,
  unitPrice: undefined,
  expectedAmount: undefined,
};
const edit = (plan: FeePlan, changes: Partial<PlanLineChange>): FeePlan =>
  withEditedLine(plan, editPlanLine(plan, { ...change, ...changes }), { by: 'lan', at, reason: 'r' });

test('an edit gives the amount of base × price, half up, unless it says another; what was proposed stays', () => {
  // 1,500.5 × 13,333.3 = 20,006,616.65
  expect(edit(draft, { unitPrice: '13333.3' }).lines).toEqual([{ ...line, unitPrice: '13333.3', expectedAmount: 20_006_617n }]);
  expect(edit(draft, { baseQuantity: '0' }).lines[0]?.expectedAmount).toBe(0n);
  expect(edit(draft, { expectedAmount: 1n }).lines).toEqual([{ ...line, expectedAmount: 1n }]);
  expect(edit(draft, { baseQuantity: '2', expectedAmount: 1n }).lines[0]).toMatchObject({ baseQuantity: '2', expectedAmount: 1n });
});

test('a new line needs base and price; every edit is kept and raises the version', () => {
  expect(() => editPlanLine(draft, change)).toThrow('at least one');
  expect(() => editPlanLine(draft, { ...change, parkCode: 'a', expectedAmount: 1n })).toThrow('base_quantity');
  const added = edit(edit(draft, { expectedAmount: 1n }), { parkCode: 'a', baseQuantity: '10', unitPrice: '2' });
  expect(added.version).toBe(3);
  expect(added.lines.map(({ parkCode, expectedAmount, proposed }) => [parkCode, expectedAmount, proposed])).toEqual([
    ['a', 20n, undefined],
    ['kcn', 1n, figures],
  ]);
  expect(added.edits.map(({ parkCode, before, after }) => [parkCode, before?.expectedAmount, after.expectedAmount])).toEqual([
    ['kcn', 19_806_600n, 1n],
    ['a', undefined, 20n],
  ]);
});

test('draft → submitted → approved, or back to draft; nothing else', () => {
  const on = plainDate('2026-11-10');
  const submitted = submitPlan(draft, { by: 'lan', on });
  expect(submitted).toMatchObject({ state: 'submitted', submittedBy: 'lan', submittedOn: on, version: 2 });
  const approval = { by: 'minh', at, decisionNo: '15' };
  expect(approvePlan(submitted, approval)).toMatchObject({ state: 'approved', approvedBy: 'minh', decisionNo: '15', version: 3 });
  const returned = returnPlan(submitted, 'sai');
  expect(returned).toMatchObject({ state: 'draft', submittedBy: undefined, submittedOn: undefined, returnReason: 'sai' });
  expect(submitPlan(returned, { by: 'lan', on }).returnReason).toBe('');
  const approved = approvePlan(submitted, approval);
  for (const plan of [submitted, approved]) {
    expect(() => edit(plan, { expectedAmount: 1n })).toThrow('must be draft');
    expect(() => submitPlan(plan, { by: 'lan', on })).toThrow('must be draft');
  }
  for (const plan of [draft, approved]) {
    expect(() => approvePlan(plan, approval)).toThrow('must be submitted');
    expect(() => returnPlan(plan, 'r')).toThrow('must be submitted');
  }
  expect(() => submitPlan(newPlan(2027, { lines: [], unpriced: [] }, { by: 'lan', at }), { by: 'lan', on })).toThrow('no line');
});

test('wastewater of a year: the last twelve months before it, or their average for twelve', () => {
  const reading = (month: string, dischargeM3: string, waterSuppliedM3 = ''): MeterReading => ({
    contractNo: 'c',
    month: period(month),
    waterSuppliedM3,
    dischargeM3,
    codMgL: '',
  });
  const yearly = (readings: readonly MeterReading[]): string =>
    formatFraction(yearlyWastewaterM3(readings, { year: 2027, waterPercent: '80' }));
  // 100 and 80 % of 200: 260 in two months, 1,560 in twelve; January of the plan's own year is none of its history.
  expect(yearly([reading('2026-08', '100'), reading('2026-09', '', '200'), reading('2027-01', '9999')])).toBe('1560');
  const months = Array.from({ length: 14 }, (_, index) =>
    reading(`${String(2025 + Math.floor(index / 12))}-${String((index % 12) + 1).padStart(2, '0')}`, String(index)),
  );
  // 2 + 3 + … + 13
  expect(yearly(months)).toBe('90');
  expect(yearly([])).toBe('0');
});

test('an exact quantity has at most four decimals in a plan', () => {
  expect(planQuantity({ numerator: 1n, denominator: 3n })).toBe('0.3333');
  expect(planQuantity({ numerator: 2n, denominator: 3n })).toBe('0.6667');
  expect(planQuantity({ numerator: 3001n, denominator: 2n })).toBe('1500.5');
});

test('reminders: before the last day, on it, and after it; one that was missed is given late, those before it are not', () => {
  const due = (day: string): [string, number] | undefined => {
    const reminder = findReminderDue(2027, plainDate(day));
    return reminder && [reminder.day, reminder.daysLeft];
  };
  expect(due('2026-10-14')).toBeUndefined();
  expect(due('2026-10-15')).toEqual(['2026-10-15', 30]);
  expect(due('2026-11-06')).toEqual(['2026-10-31', 14]);
  expect(due('2026-11-14')).toEqual(['2026-11-14', 0]);
  expect(due('2026-11-15')).toEqual(['2026-11-15', -1]);
  expect(due('2026-12-31')).toEqual(['2026-12-26', -42]);
  expect(due('2027-01-01')).toBeUndefined();
});

test('the windows of a year', () => {
  expect(windowsOf(2026, 'quarter')).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']);
  expect([windowsOf(2026, 'month').at(0), windowsOf(2026, 'month').at(-1), windowsOf(2026, 'year')]).toEqual([
    '2026-01',
    '2026-12',
    ['2026'],
  ]);
});
