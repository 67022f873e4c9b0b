import { defineFaults, fault } from '../faults/fault-catalogue';
import { createRowReader } from './create-row-reader';
import { defineLayout } from './layout';

const faults = defineFaults({ free_of_charge: { vi: 'Đơn giá {value} ngoài {kind}', en: 'The price {value} outside {kind}' } });

const tariffLayout = defineLayout({
  faults,
  columns: ['tariff_code', 'kind', 'price_vnd', 'vat_percent', 'valid_from'],
  read(row) {
    const kind = row.oneOf('kind', ['LAND', 'WATER']);
    const price = row.measure('price_vnd', 'VND', { atLeast: 'zero' });
    if (price === 0n && kind === 'LAND') row.addFault('free_of_charge', { value: row.raw('price_vnd'), kind }, 'price_vnd');
    return { code: row.code('tariff_code'), kind, price, vat: row.percent('vat_percent', { decimals: 2 }), from: row.date('valid_from') };
  },
});

test('a row is read into its content, whatever the order of the columns', () => {
  const reader = createRowReader(['valid_from', 'vat_percent', 'price_vnd', 'kind', 'tariff_code'], faults);
  reader.load(['2026-01-01', '8', '12000', 'LAND', 'T1']);
  expect(tariffLayout.read(reader)).toEqual({ code: 'T1', kind: 'LAND', price: 12_000n, vat: '8', from: '2026-01-01' });
  expect(reader.faults).toEqual([]);
});

test('all faults of a row come out at once, the shared ones and the layout’s own, and the next row starts anew', () => {
  const reader = createRowReader(tariffLayout.columns, faults);
  reader.load(['', 'LAND', '0', '100.5', '2026-02-29']);
  tariffLayout.read(reader);
  expect(reader.faults.map(({ code, column }) => `${code} ${column ?? ''}`)).toEqual([
    'free_of_charge price_vnd',
    'required tariff_code',
    'number_too_large vat_percent',
    'not_a_date valid_from',
  ]);
  expect(reader.faults[0]).toMatchObject({ vi: 'Đơn giá "0" ngoài LAND', en: 'The price "0" outside LAND' });
  reader.load(['T1', 'WATER', '0', '100', '2026-02-28']);
  tariffLayout.read(reader);
  expect(reader.faults).toEqual([]);
});

test('columns and codes that do not exist do not compile', () => {
  defineLayout({
    columns: ['date'],
    read(row) {
      // @ts-expect-error no such column
      row.date('day');
      // @ts-expect-error no such fault
      row.addFault('late');
      return row.date('date');
    },
  });
  // @ts-expect-error a service's fault is not a shared one
  expect(() => fault('free_of_charge')).toThrow();
});
