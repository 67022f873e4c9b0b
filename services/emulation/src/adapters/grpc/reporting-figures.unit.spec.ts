import { fraction } from '@kcn/kernel/fraction';
import { figureTable } from './reporting-figures';

const wanted = [
  { indicator: 'INV.ATTRACT.CAP', breakdown: 'FDI', unit: 'USD' },
  { indicator: 'INV.NEW.N', breakdown: '', unit: 'project' },
];
const capital = { indicator: 'INV.ATTRACT.CAP', breakdown: 'FDI', unit: 'USD', value: '12.5', plan: '100' };

it('takes value and plan exactly, in the unit wanted', () => {
  expect([...figureTable([capital], { wanted, field: 'value' })]).toEqual([
    ['INV.ATTRACT.CAP|FDI', { value: fraction(125n, 10n), unit: 'USD' }],
  ]);
  expect([...figureTable([capital], { wanted, field: 'plan' })]).toEqual([['INV.ATTRACT.CAP|FDI', { value: fraction(100n), unit: 'USD' }]]);
});

it.each([
  ['another unit', { ...capital, unit: 'VND' }],
  ['another breakdown', { ...capital, breakdown: '' }],
  ['no value', { ...capital, value: undefined }],
  ['a text that is no number', { ...capital, value: 'n/a' }],
])('%s is a missing figure', (_what, figure) => {
  expect(figureTable([figure], { wanted, field: 'value' }).size).toBe(0);
});

it('nought is a figure, not a missing one', () => {
  const none = { indicator: 'INV.NEW.N', breakdown: '', unit: 'project', value: '0', plan: undefined };
  expect(figureTable([none], { wanted, field: 'value' }).get('INV.NEW.N|')?.value).toEqual(fraction(0n));
});
