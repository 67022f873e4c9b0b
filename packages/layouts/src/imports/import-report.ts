import type { LocalizedText } from '@kcn/kernel';
import type { Fault } from '../faults/faults';

export type ImportMode = 'dry-run' | 'apply';
export type ImportStatus = 'checked' | 'applying' | 'applied' | 'refused';

/** What an import does with one file's rows. */
export interface FileCounts {
  readonly file: string;
  /** Null when the name belongs to no layout. */
  readonly kind: string | null;
  readonly rows: number;
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly refused: number;
}

/** A fault and where in which file it stands. */
export interface PlacedFault extends LocalizedText {
  readonly file: string;
  /** `line 3 column valid_from`, `line 8`, `column name`, `file`. */
  readonly where: string;
  /** The line on which the row starts, the header being 1. */
  readonly line: number | null;
  readonly column: string | null;
  readonly code: string;
}

export interface ImportReport {
  readonly importId: string;
  readonly mode: ImportMode;
  readonly status: ImportStatus;
  readonly files: readonly FileCounts[];
  /** The first REPORTED_ERRORS of them, in the order of files and lines. */
  readonly errors: readonly PlacedFault[];
  readonly errorCount: number;
  /** Told without refusing anything; the first REPORTED_ERRORS of them. Absent where an import has no such thing. */
  readonly warnings?: readonly PlacedFault[] | undefined;
  /** Records written of those that change. */
  readonly progress: { readonly done: number; readonly total: number };
  /** The board's last position once applied. */
  readonly lastPosition?: number;
  readonly recordedAt?: Date;
}

export const REPORTED_ERRORS = 1_000;

/** A fault with its place. */
export function placeFault(
  { code, column, vi, en }: Fault,
  { file, line }: { readonly file: string; readonly line?: number | undefined },
): PlacedFault {
  const parts = [...(line === undefined ? [] : [`line ${String(line)}`]), ...(column === undefined ? [] : [`column ${column}`])];
  return { file, where: parts.join(' ') || 'file', line: line ?? null, column: column ?? null, code, vi, en };
}

/** The report as clients get it. */
export interface ImportReportJson {
  readonly import_id: string;
  readonly mode: ImportMode;
  readonly status: ImportStatus;
  readonly files: readonly FileCounts[];
  readonly errors: readonly PlacedFault[];
  readonly error_count: number;
  readonly warnings?: readonly PlacedFault[] | undefined;
  readonly progress: ImportReport['progress'];
  readonly last_position: number | null;
  /** An instant, `2026-11-25T08:00:00.000Z`. */
  readonly recorded_at: string | null;
}

export const toImportReportJson = ({
  importId,
  mode,
  status,
  files,
  errors,
  errorCount,
  warnings,
  progress,
  lastPosition,
  recordedAt,
}: ImportReport): ImportReportJson => ({
  import_id: importId,
  mode,
  status,
  files,
  errors,
  error_count: errorCount,
  ...(warnings ? { warnings } : {}),
  progress,
  last_position: lastPosition ?? null,
  recorded_at: recordedAt?.toISOString() ?? null,
});
