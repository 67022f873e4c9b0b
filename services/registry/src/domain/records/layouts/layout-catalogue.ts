import type { RegistryKind } from '@kcn/contracts';
import { boardLayout } from './board-layout';
import { enterpriseReportsLayout, exchangeRatesLayout, leasesLayout } from './enterprise-layouts';
import type { Layout, Row } from './layout';
import { parkEventsLayout, parksLayout, wastewaterPlantsLayout } from './park-layouts';
import { implementedCapitalLayout, projectEventsLayout, projectsLayout } from './project-layouts';
import type { BoardRecord } from '../record';
import { recordOf } from '../record';
import type { RowReader } from '../row-reader';

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
export interface AnyLayout extends Omit<Layout, 'read' | 'write'> {
  read(row: RowReader): unknown;
  write(content: unknown): Row;
}

export const layoutOf = (kind: RegistryKind): AnyLayout => layouts[kind];

/** The record that the reader's row stands for, undefined when it has faults. */
export function readRecord(kind: RegistryKind, row: RowReader): BoardRecord | undefined {
  const content = layoutOf(kind).read(row);
  return row.faults.length > 0 ? undefined : recordOf(kind, content);
}

/** A record's cells by column, without the empty ones. */
export function writeRecord({ kind, content }: Pick<BoardRecord, 'kind' | 'content'>): Row {
  return Object.fromEntries(Object.entries(layoutOf(kind).write(content)).filter(([, cell]) => cell !== ''));
}
