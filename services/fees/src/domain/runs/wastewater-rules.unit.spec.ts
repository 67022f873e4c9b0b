import { period, plainDate } from '@kcn/kernel';
import { contractOf, runOf, tariffOf } from '../../spec-support/samples';
import type { MeterReading } from '../readings/meter-reading';
import { pollutionFactor } from '../readings/pollution-factors';

const contract = contractOf({
  areaHundredthsM2: undefined,
  tariffCode: 'NT',
  // None of these counts for wastewater.
  billing: 'YEAR',
  timing: 'ADVANCE',
  graceUntil: plainDate('2026-12-31'),
  waterPercent: '80',
});
const tariff = tariffOf({ tariffCode: 'NT', service: 'WASTEWATER', unit: 'M3', price: '7760', vatPercent: '8' });
const reading = (month: string, given: Partial<MeterReading> = {}): MeterReading => ({
  contractNo: 'HD-1',
  month: period(month),
  waterSuppliedM3: '8350',
  dischargeM3: '',
  codMgL: '',
  ...given,
});

test('the handbook’s month: 8,350 m³ × 80 % × 7,760', () => {
  const { invoices, errors } = runOf({ contracts: [contract], tariffs: [tariff], readings: [reading('2026-01')], through: '2026-02' });
  expect(invoices).toHaveLength(1);
  expect(invoices[0]).toMatchObject({
    code: 'HD-1-2026-01',
    invoiceDate: '2026-02-01',
    net: 51_836_800n,
    vat: 4_146_944n,
    service: 'WASTEWATER',
  });
  expect(errors).toEqual([]);
});

test.each([
  ['a discharge counts as it is', { dischargeM3: '100.5' }, 779_880n],
  ['K follows COD', { codMgL: '310' }, 129_592_000n],
  ['no discharge is a volume too', { dischargeM3: '0' }, undefined],
])('%s', (_name, given, net) => {
  const { invoices, errors } = runOf({
    contracts: [contract],
    tariffs: [tariff],
    readings: [reading('2026-01', given)],
    through: '2026-02',
  });
  expect([invoices[0]?.net, errors]).toEqual([net, []]);
});

test.each([
  ['nothing was read', [], contract, 'missing_reading'],
  ['neither volume was read', [reading('2026-01', { waterSuppliedM3: '' })], contract, 'missing_reading'],
  ['no percentage and no discharge', [reading('2026-01')], { ...contract, waterPercent: '' }, 'missing_water_percent'],
])('%s: a fault of that month', (_name, readings, of, code) => {
  const { invoices, errors } = runOf({
    contracts: [of],
    tariffs: [tariff],
    readings: [...readings, reading('2026-02', { dischargeM3: '1' })],
    through: '2026-03',
  });
  expect(invoices.map((invoice) => invoice.code)).toEqual(['HD-1-2026-02']);
  expect(errors.map((error) => [error.period, error.code])).toEqual([['2026-01', code]]);
});

test('price and VAT are those of the month’s first contract day, and a part of a month is not prorated', () => {
  const tariffs = [
    { ...tariff, validTo: plainDate('2026-01-14') },
    { ...tariff, price: '10000', vatPercent: '10', validFrom: plainDate('2026-01-15') },
  ];
  const net = (start: string): unknown => {
    const [invoice] = runOf({
      contracts: [{ ...contract, start: plainDate(start) }],
      tariffs,
      readings: [reading('2026-01', { dischargeM3: '100' })],
      through: '2026-02',
    }).invoices;
    return [invoice?.net, invoice?.vatPercent];
  };
  expect(net('2026-01-14')).toEqual([776_000n, '8']);
  expect(net('2026-01-15')).toEqual([1_000_000n, '10']);
});

test('months outside the contract need no reading', () => {
  const ended = { ...contract, start: plainDate('2026-02-28'), end: plainDate('2026-03-01') };
  const { errors } = runOf({ contracts: [ended], tariffs: [tariff] });
  expect(errors.map((error) => error.period)).toEqual(['2026-02', '2026-03']);
});

test.each([
  ['', '1'],
  ['150', '1'],
  ['150.1', '1.5'],
  ['200', '1.5'],
  ['201', '2'],
  ['300', '2'],
  ['400', '2.5'],
  ['401', '3.5'],
  ['600', '3.5'],
  ['600.01', '4.5'],
])('COD %s gives K %s', (cod, factor) => {
  expect(pollutionFactor(cod)).toBe(factor);
});
