import type { Fault } from '../faults/faults';
import { placeFault, REPORTED_ERRORS } from './import-report';
import type { FileCounts, PlacedFault } from './import-report';

/** What became of one file's rows so far. */
export interface FileTally {
  readonly name: string;
  /** Absent until the name is known to belong to a layout. */
  kind?: string;
  rows: number;
  added: number;
  corrected: number;
  unchanged: number;
  /** Lines with at least one fault. */
  readonly refusedLines: Set<number>;
}

/** The counts and faults of an import while its files are read and judged; files go by their index. */
export interface ImportLedger {
  readonly files: readonly FileTally[];
  /** All of them, also those that are not kept. */
  readonly errorCount: number;
  tally(file: number): FileTally;
  addFault(file: number, fault: Fault, line?: number): void;
  /** In the order of files and lines, as many as are reported. */
  errors(): PlacedFault[];
  counts(): FileCounts[];
  /** One that counts on by itself, for work that may be done over. */
  copy(): ImportLedger;
}

/** Faults are counted all and kept up to this many, so that a wholly broken file does not fill the memory. */
const KEPT_FAULTS = 20_000;

interface LedgerState {
  readonly files: readonly FileTally[];
  readonly faults: (readonly [file: number, fault: PlacedFault])[];
  errorCount: number;
}

/** @param names of the files, in the order in which they were sent */
export const createImportLedger = (names: readonly string[]): ImportLedger =>
  ledgerOf({
    files: names.map((name) => ({ name, rows: 0, added: 0, corrected: 0, unchanged: 0, refusedLines: new Set() })),
    faults: [],
    errorCount: 0,
  });

function ledgerOf(state: LedgerState): ImportLedger {
  const { files, faults } = state;

  function tally(file: number): FileTally {
    const found = files[file];
    if (!found) throw new Error(`the import has no file ${String(file)}`);
    return found;
  }

  return {
    files,
    get errorCount() {
      return state.errorCount;
    },
    tally,
    addFault(file, fault, line) {
      const { name, refusedLines } = tally(file);
      state.errorCount += 1;
      if (line !== undefined) refusedLines.add(line);
      if (faults.length < KEPT_FAULTS) faults.push([file, placeFault(fault, { file: name, line })]);
    },
    errors: () =>
      faults
        .toSorted(([fileA, a], [fileB, b]) => fileA - fileB || (a.line ?? 0) - (b.line ?? 0))
        .slice(0, REPORTED_ERRORS)
        .map(([, fault]) => fault),
    counts: () =>
      files.map(({ name, kind, rows, added, corrected, unchanged, refusedLines }) => ({
        file: name,
        kind: kind ?? null,
        rows,
        added,
        corrected,
        unchanged,
        refused: refusedLines.size,
      })),
    copy: () =>
      ledgerOf({
        files: files.map((file) => ({ ...file, refusedLines: new Set(file.refusedLines) })),
        faults: [...faults],
        errorCount: state.errorCount,
      }),
  };
}
