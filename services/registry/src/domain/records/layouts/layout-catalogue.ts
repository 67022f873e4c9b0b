import type { RegistryKind } from '@kcn/contracts';
import type { Layout as RowLayout } from '@kcn/layouts';
import type { RegistryFaultCode } from '../../faults/fault-catalogue';
import { boardLayout } from './board-layout';
import { enterpriseReportsLayout, exchangeRatesLayout, leasesLayout } from './enterprise-layouts';
import type { Layout, RegistryRow, Row } from './layout';
import { parkEventsLayout, parksLayout, wastewaterPlantsLayout } from './park-layouts';
import { implementedCapitalLayout, projectEventsLayout, projectsLayout } from './project-layouts';
import type { BoardRecord } from '../record';
import { recordOf } from '../record';

const layouts: { readonly [K in RegistryKind]: Layout<K> } = {
  board: boardLayout,
  parks: parksLayout,
  'park-events': parkEventsLayout,
  'wastewater-plants': wastewaterPlantsLayout,
  projects: projectsLayout,
  'project-events': projectEventsLayout,
  'implemented-capital': implementedCapitalLayout,
  leases: leasesLayout,
  'enterprise-reports': enterpriseReportsLayout,
  'exchange-rates': exchangeRatesLayout,
};

/** A layout without its kind's type, for code that handles every kind alike. */
export interface AnyLayout extends RowLayout<unknown, string, RegistryFaultCode> {
  readonly kind: RegistryKind;
  readonly keyColumn: string;
  write(content: unknown): Row;
}

export const layoutOf = (kind: RegistryKind): AnyLayout => layouts[kind];

/** The record that the reader's row stands for, undefined when it has faults. */
export function readRecord(kind: RegistryKind, row: RegistryRow): BoardRecord | undefined {
  const content = layoutOf(kind).read(row);
  return row.faults.length > 0 ? undefined : recordOf(kind, content);
}

/** A record's cells by column, without the empty ones. */
export function writeRecord({ kind, content }: Pick<BoardRecord, 'kind' | 'content'>): Row {
  return Object.fromEntries(Object.entries(layoutOf(kind).write(content)).filter(([, cell]) => cell !== ''));
}
