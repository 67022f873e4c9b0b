import { readCsv } from './csv-file';
import type { RowSink } from './row-sink';
import { readXlsx } from './xlsx-file';

export type TableFormat = 'csv' | 'xlsx';

/** A file of rows, CSV or the first sheet of a workbook, into a sink; both come out the same. */
export async function readTable(
  bytes: Buffer,
  options: { readonly format: TableFormat; readonly columns: readonly string[]; readonly sink: RowSink },
): Promise<void> {
  const { format, columns, sink } = options;
  if (format === 'csv') await readCsv(bytes, columns, sink);
  else readXlsx(bytes, columns, sink);
}
