import type { RegistryKind } from '@kcn/contracts';
import type { Fault } from '../../domain/faults/fault-catalogue';

export type ImportMode = 'dry-run' | 'apply';
export type ImportStatus = 'checked' | 'applying' | 'applied' | 'refused';

/** What an import does with one file's rows. */
export interface FileCounts {
  readonly file: string;
  /** Absent when the name belongs to no layout. */
  readonly kind?: RegistryKind;
  readonly rows: number;
  readonly added: number;
  readonly corrected: number;
  readonly unchanged: number;
  readonly refused: number;
}

/** A fault and where in which file it stands. */
export interface ImportError extends Omit<Fault, 'code'> {
  readonly code: string;
  readonly file: string;
  /** `line 3 column valid_from`, `line 8`, `column name`, `file`. */
  readonly where: string;
  /** The line on which the row starts, the header being 1. */
  readonly line?: number;
}

export interface ImportReport {
  readonly importId: string;
  readonly mode: ImportMode;
  readonly status: ImportStatus;
  readonly files: readonly FileCounts[];
  /** The first of them, in the order of files and lines. */
  readonly errors: readonly ImportError[];
  readonly errorCount: number;
  /** Records written of those that change. */
  readonly progress: { readonly done: number; readonly total: number };
  /** The board's last position once applied. */
  readonly lastPosition?: number;
  readonly recordedAt?: Date;
}

export const REPORTED_ERRORS = 1_000;

/** A fault with its place. */
export function placeFault(fault: Fault, { file, line }: { readonly file: string; readonly line?: number | undefined }): ImportError {
  const { column } = fault;
  const parts = [...(line === undefined ? [] : [`line ${String(line)}`]), ...(column === undefined ? [] : [`column ${column}`])];
  return { ...fault, file, where: parts.join(' ') || 'file', ...(line === undefined ? {} : { line }) };
}
