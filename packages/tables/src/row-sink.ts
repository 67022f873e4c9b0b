import type { Fault } from '@kcn/layouts';

/** Takes up what a file holds, in the order in which it stands there. */
export interface RowSink {
  /** The header is sound; rows' cells come in this order of columns. */
  begin(columns: readonly string[]): void;
  /** A row with as many cells as the header. */
  row(cells: readonly string[], line: number): void;
  /** A row that cannot be told apart into its columns. */
  badRow(fault: Fault, line: number, cells: readonly string[]): void;
  /** From here on (or as a whole) the file cannot be read. */
  unreadable(fault: Fault, line?: number): void;
}
