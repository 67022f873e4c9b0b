import { units } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import type { Fault } from '../../domain/faults/fault-catalogue';
import type { BoardRecord } from '../../domain/records/record';
import { unitOf } from '../../domain/records/record';
import type { ImportError } from './import-report';
import { placeFault } from './import-report';

/** One file as it was sent. */
export interface UploadedFile {
  /** `projects.csv` */
  readonly name: string;
  readonly bytes: Buffer;
}

/** A sound row of a file. */
export type ImportRow = BoardRecord & {
  /** Index of its file. */
  readonly file: number;
  readonly line: number;
  /** The encoded content, once somebody had the time to make it. */
  payload?: Uint8Array;
};

export interface FileTally {
  readonly name: string;
  kind?: RegistryKind;
  rows: number;
  added: number;
  corrected: number;
  unchanged: number;
  /** Lines with at least one fault. */
  readonly refusedLines: Set<number>;
}

/** Faults are counted all and kept up to this many, so that a wholly broken file does not fill the memory. */
const KEPT_FAULTS = 20_000;

/** The rows of all files of one import, grouped by the unit they belong to, and what was wrong with the others. */
export interface ImportSet {
  readonly rowsByUnit: Map<string, ImportRow[]>;
  readonly files: readonly FileTally[];
  readonly errors: (ImportError & { readonly fileIndex: number })[];
  errorCount: number;
  /** Units of which a row could not be read: they are not judged, half of a history proves nothing. */
  readonly brokenUnits: Set<string>;
  /** A file whose rows are not all known; references into its kind are not judged. */
  readonly unreadKinds: Set<RegistryKind>;
}

export function createImportSet(names: readonly string[]): ImportSet {
  return {
    rowsByUnit: new Map(),
    files: names.map((name) => ({ name, rows: 0, added: 0, corrected: 0, unchanged: 0, refusedLines: new Set() })),
    errors: [],
    errorCount: 0,
    brokenUnits: new Set(),
    unreadKinds: new Set(),
  };
}

export function addRow(set: ImportSet, row: ImportRow): void {
  const unit = unitOf(row);
  const rows = set.rowsByUnit.get(unit);
  if (rows) rows.push(row);
  else set.rowsByUnit.set(unit, [row]);
}

export function addError(set: ImportSet, fileIndex: number, fault: Fault, line?: number): void {
  const tally = set.files[fileIndex];
  if (!tally) throw new Error(`the import has no file ${String(fileIndex)}`);
  set.errorCount += 1;
  if (line !== undefined) tally.refusedLines.add(line);
  if (set.errors.length < KEPT_FAULTS) set.errors.push({ ...placeFault(fault, { file: tally.name, line }), fileIndex });
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

/** Errors in the order of files and lines. */
export const sortedErrors = (set: ImportSet): ImportError[] =>
  set.errors
    .toSorted((a, b) => a.fileIndex - b.fileIndex || (a.line ?? 0) - (b.line ?? 0))
    .map(({ fileIndex: _fileIndex, ...error }) => error);
