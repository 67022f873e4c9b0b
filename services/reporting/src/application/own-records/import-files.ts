import type { ReportingKind } from '@kcn/contracts';
import type { FileCounts, PlacedFault, RowSink, UploadedFile } from '@kcn/tables';
import { fileFault, placeFault, readTable, REPORTED_ERRORS } from '@kcn/tables';
import { Buffer } from 'node:buffer';
import type { OwnContent, OwnRecordName } from '../ports';
import { ownKindEvents } from './own-kinds';
import { findOwnFile, OWN_LAYOUTS } from './own-layouts';
import { rowFault } from './row-fault';
import type { RowFault } from './row-fault';

/** A sound row. */
export interface ImportRow extends OwnRecordName {
  readonly content: OwnContent;
  readonly payload: Uint8Array;
  readonly file: number;
  readonly line: number;
}

interface Tally {
  kind: ReportingKind | null;
  rows: number;
  added: number;
  corrected: number;
  unchanged: number;
  readonly badLines: Set<number>;
}

/** What the files of an import hold: sound rows, and the faults of all others. */
export interface ImportSet {
  readonly names: readonly string[];
  readonly tallies: readonly Tally[];
  readonly rows: ImportRow[];
  /** The first of them; `errorCount` counts all. */
  readonly errors: PlacedFault[];
  errorCount: number;
}

export function addFault(set: ImportSet, fault: RowFault, place: { readonly file: number; readonly line?: number | undefined }): void {
  set.errorCount += 1;
  if (place.line !== undefined) set.tallies[place.file]?.badLines.add(place.line);
  if (set.errors.length < REPORTED_ERRORS) set.errors.push(placeFault(fault, { file: set.names[place.file] ?? '', line: place.line }));
}

export const countsOf = (set: ImportSet): FileCounts[] =>
  set.tallies.map(({ kind, rows, added, corrected, unchanged, badLines }, file) => ({
    file: set.names[file] ?? '',
    kind,
    rows,
    added,
    corrected,
    unchanged,
    refused: badLines.size,
  }));

const encode = (kind: ReportingKind, content: OwnContent): Uint8Array =>
  (ownKindEvents[kind].codec as { encode(message: unknown): { finish(): Uint8Array } }).encode(content).finish();
const keyOf = (kind: ReportingKind, content: OwnContent): string => (ownKindEvents[kind].keyOf as (content: unknown) => string)(content);

function createSink(set: ImportSet, file: number, kind: ReportingKind, tally: Tally): RowSink {
  const byKey = new Map<string, ImportRow>();
  let order = new Map<string, number>();

  function takeRow(cells: readonly string[], line: number): void {
    tally.rows += 1;
    const row = { faults: [] as RowFault[], cell: (column: string) => cells[order.get(column) ?? -1] ?? '' };
    const content = OWN_LAYOUTS[kind].read(row);
    for (const fault of row.faults) addFault(set, fault, { file, line });
    if (row.faults.length > 0) return;
    const key = keyOf(kind, content);
    const payload = encode(kind, content);
    const twin = byKey.get(key);
    if (!twin) {
      const sound = { kind, key, content, payload, file, line };
      byKey.set(key, sound);
      set.rows.push(sound);
    } else if (Buffer.compare(twin.payload, payload) === 0) tally.unchanged += 1;
    else addFault(set, rowFault('key_twice', { value: key, more: twin.line.toString() }), { file, line });
  }

  return {
    begin(columns) {
      order = new Map(columns.map((column, index) => [column, index]));
    },
    row: takeRow,
    badRow(fault, line) {
      tally.rows += 1;
      addFault(set, fault, { file, line });
    },
    unreadable(fault, line) {
      addFault(set, fault, { file, line });
    },
  };
}

/** Reads every file of an import; catalogue rows come first, because values may use their codes. */
export async function readOwnFiles(files: readonly UploadedFile[]): Promise<ImportSet> {
  const set: ImportSet = {
    names: files.map(({ name }) => name),
    tallies: files.map(() => ({ kind: null, rows: 0, added: 0, corrected: 0, unchanged: 0, badLines: new Set<number>() })),
    rows: [],
    errors: [],
    errorCount: 0,
  };
  const kinds = new Set<ReportingKind>();
  for (const [index, { name, bytes }] of files.entries()) {
    const found = findOwnFile(name);
    const tally = set.tallies[index];
    if (!found || !tally) {
      addFault(set, fileFault('file_unknown', { value: name }), { file: index });
      continue;
    }
    tally.kind = found.kind;
    if (kinds.has(found.kind)) {
      addFault(set, fileFault('file_twice', { kind: found.kind }), { file: index });
      continue;
    }
    kinds.add(found.kind);
    await readTable(bytes, {
      format: found.format,
      columns: OWN_LAYOUTS[found.kind].columns,
      sink: createSink(set, index, found.kind, tally),
    });
  }
  const rank = (kind: ReportingKind): number => (kind === 'catalogue' ? 0 : 1);
  set.rows.sort((a, b) => rank(a.kind) - rank(b.kind) || a.file - b.file || a.line - b.line);
  return set;
}
