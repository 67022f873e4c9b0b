import { units } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { createImportLedger } from '@kcn/layouts';
import type { ImportLedger } from '@kcn/layouts';
import type { BoardRecord } from '../../domain/records/record';
import { unitOf } from '../../domain/records/record';

/** A sound row of a file. */
export type ImportRow = BoardRecord & {
  /** Index of its file. */
  readonly file: number;
  readonly line: number;
  /** The encoded content, once somebody had the time to make it. */
  payload?: Uint8Array;
};

/** The rows of all files of one import, grouped by the unit they belong to, and what was wrong with the others. */
export interface ImportSet {
  readonly rowsByUnit: Map<string, ImportRow[]>;
  readonly ledger: ImportLedger;
  /** Units of which a row could not be read: they are not judged, half of a history proves nothing. */
  readonly brokenUnits: Set<string>;
  /** A file whose rows are not all known; references into its kind are not judged. */
  readonly unreadKinds: Set<RegistryKind>;
}

export const createImportSet = (names: readonly string[]): ImportSet => ({
  rowsByUnit: new Map(),
  ledger: createImportLedger(names),
  brokenUnits: new Set(),
  unreadKinds: new Set(),
});

export function addRow(set: ImportSet, row: ImportRow): void {
  const unit = unitOf(row);
  const rows = set.rowsByUnit.get(unit);
  if (rows) rows.push(row);
  else set.rowsByUnit.set(unit, [row]);
}

/** Remembers the unit of a row that could not be read, as far as its codes tell. */
export function markBroken(set: ImportSet, kind: RegistryKind, cell: (column: string) => string): void {
  if (kind === 'leases' || kind === 'exchange-rates' || kind === 'board') return;
  const isParkRow = kind === 'parks' || kind === 'park-events' || kind === 'wastewater-plants';
  const code = cell(isParkRow ? 'park_code' : 'project_code')
    .trim()
    .normalize('NFC');
  if (code !== '') set.brokenUnits.add(isParkRow ? units.park(code) : units.project(code));
  else if (kind === 'parks' || kind === 'projects') set.unreadKinds.add(kind);
}
