import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { SSF, read, utils } from '@e965/xlsx';
import { fault } from '@kcn/layouts';
import { judgeHeader } from './header';
import type { RowSink } from './row-sink';
import { unpackedSize } from './zip-size';

/** A workbook that unpacks to more than this is refused unread. */
const MAX_UNPACKED_BYTES = 512 * 1_024 * 1_024;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** What we use of the library's number formats, which it declares as `any`. */
const formats = SSF as {
  parse_date_code(
    serial: number,
    options: { readonly date1904: boolean },
  ): { y: number; m: number; d: number; H: number; M: number; S: number } | null;
  is_date(format: string): boolean;
};

/** Days as Excel counts them, as a date; undefined when a time of day goes with it. */
function dateText(serial: number, date1904: boolean): string | undefined {
  const parts = formats.parse_date_code(serial, { date1904 });
  if (!parts || parts.H !== 0 || parts.M !== 0 || parts.S !== 0) return undefined;
  return `${pad(parts.y, 4)}-${pad(parts.m, 2)}-${pad(parts.d, 2)}`;
}

/** A number without exponent; Excel keeps 15 digits, so its shortest text is what the person typed. */
function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text;
}

/** The cell as the same column of a CSV file would have it. */
function cellText(cell: CellObject | undefined, date1904: boolean): string {
  if (cell?.v === undefined) return '';
  if (typeof cell.v === 'number') {
    const isDate = typeof cell.z === 'string' && formats.is_date(cell.z);
    return (isDate ? dateText(cell.v, date1904) : undefined) ?? (isDate ? (cell.w ?? numberText(cell.v)) : numberText(cell.v));
  }
  if (typeof cell.v === 'boolean') return cell.v ? 'TRUE' : 'FALSE';
  // Error cells (#REF!) have their text in w.
  return cell.t === 'e' ? (cell.w ?? '#ERROR') : String(cell.v);
}

function openFirstSheet(bytes: Buffer): { readonly sheet: WorkSheet; readonly date1904: boolean } | undefined {
  let book: WorkBook;
  try {
    book = read(bytes, { type: 'buffer', sheets: 0, dense: true, cellNF: true, cellHTML: false, cellFormula: false });
  } catch {
    return undefined;
  }
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  return sheet && { sheet, date1904: book.Workbook?.WBProps?.date1904 ?? false };
}

/** The first sheet of a workbook, with the columns of the CSV layout; a row's line is its row in Excel. */
export function readXlsx(bytes: Buffer, columns: readonly string[], sink: RowSink): void {
  if (bytes.length === 0) {
    sink.unreadable(fault('file_empty'));
    return;
  }
  if ((unpackedSize(bytes) ?? 0) > MAX_UNPACKED_BYTES) {
    sink.unreadable(fault('workbook_too_large'));
    return;
  }
  const opened = unpackedSize(bytes) === undefined ? undefined : openFirstSheet(bytes);
  if (!opened) {
    sink.unreadable(fault('not_a_workbook'));
    return;
  }
  const { sheet, date1904 } = opened;
  const data = (sheet['!data'] ?? []) as (CellObject | undefined)[][];
  const lastColumn = utils.decode_range(sheet['!ref'] ?? 'A1').e.c;
  const textAt = (row: number, column: number): string => cellText(data[row]?.[column], date1904);
  const header = Array.from({ length: lastColumn + 1 }, (_unused, column) => textAt(0, column).trim());
  while (header.at(-1) === '') header.pop();
  if (header.length === 0) {
    sink.unreadable(fault('file_empty'));
    return;
  }
  const faults = judgeHeader(header, columns);
  faults.forEach((found) => {
    sink.unreadable(found, 1);
  });
  if (faults.length > 0) return;
  sink.begin(header);
  for (let row = 1; row < data.length; row += 1) {
    const cells = Array.from({ length: lastColumn + 1 }, (_unused, column) => textAt(row, column));
    if (cells.every((cell) => cell === '')) continue;
    const extra = cells.slice(header.length).some((cell) => cell !== '');
    if (extra) {
      const width = String(header.length);
      sink.badRow(
        fault('malformed', { problemVi: `có ô ngoài ${width} cột của tiêu đề`, problemEn: `a cell outside the header's ${width} columns` }),
        row + 1,
        cells,
      );
    } else sink.row(cells.slice(0, header.length), row + 1);
  }
}
