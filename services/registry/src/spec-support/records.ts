import type { RegistryKind } from '@kcn/contracts';
import { createRowReader } from '@kcn/layouts';
import { readRecord, layoutOf } from '../domain/records/layouts/layout-catalogue';
import type { BoardRecord } from '../domain/records/record';

/** A record from its cells; fails the test when they have a fault. */
export function record<K extends RegistryKind>(kind: K, cells: Readonly<Record<string, string>>): Extract<BoardRecord, { kind: K }> {
  const { columns, faults } = layoutOf(kind);
  const reader = createRowReader(columns, faults);
  reader.load(columns.map((column) => cells[column] ?? ''));
  const found = readRecord(kind, reader);
  if (!found) throw new Error(reader.faults.map((fault) => fault.en).join('\n'));
  return found as Extract<BoardRecord, { kind: K }>;
}

export const parkCells = { park_code: 'pho-noi-a', name: 'KCN Phố Nối A', kind: 'KCN', province_code: '33' };

export const projectCells = {
  project_code: 'P1',
  registration_kind: 'NONE',
  name: 'Dự án 1',
  capital_kind: 'DDI',
  investors: 'Công ty 1',
  investor_countries: 'VN',
  enterprise_tax_code: '0999000001',
  park_code: 'pho-noi-a',
  issued_on: '2010-06-01',
  registered_amount: '1000',
  currency: 'VND',
  vsic_version: '2018',
  vsic_code: '3091',
};

export const eventCells = (cells: Readonly<Record<string, string>>): Record<string, string> => ({
  project_code: 'P1',
  seq: '1',
  date: '2011-01-01',
  ...cells,
});

export const leaseCells = { lease_no: 'L1', park_code: 'pho-noi-a', project_code: 'P1', area_m2: '100', from: '2011-01-01', kind: 'LAND' };

/** CSV text of rows in the layout's order of columns. */
export function csv(kind: RegistryKind, ...rows: readonly Readonly<Record<string, string>>[]): string {
  const { columns } = layoutOf(kind);
  const quote = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [columns.join(','), ...rows.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','))].join('\n');
}
