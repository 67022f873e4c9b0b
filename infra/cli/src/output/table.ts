/** A row of cells, or a line of its own across the table. */
export type TableRow = readonly string[] | string;

export interface TableOptions {
  /** Columns whose cells stand at their right edge: numbers. */
  readonly right?: readonly number[];
  readonly indent?: string;
}

// Vietnamese letters with their marks composed are one code point and one column each.
const widthOf = (text: string): number => [...text.normalize('NFC')].length;
const padding = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text)));

/** Cells in aligned columns, two spaces between them; no trailing spaces. */
export function renderTable(rows: readonly TableRow[], { right = [], indent = '' }: TableOptions = {}): string {
  const widths: number[] = [];
  for (const row of rows) {
    if (typeof row === 'string') continue;
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const pad = padding(cell, widths[column] ?? 0);
        return right.includes(column) ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd();
  return rows.map((row) => (typeof row === 'string' ? row : indent + line(row)).normalize('NFC') + '\n').join('');
}
