import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CsvErrorCode, Parser } from 'csv-parse';
import { CsvError, parse } from 'csv-parse';
import { fault } from '@kcn/layouts';
import type { Fault } from '@kcn/layouts';
import { judgeHeader } from './header';
import type { RowSink } from './row-sink';
import { checkUtf8 } from './text-encoding';

/** Bytes handed to the parser before other requests get a turn. */
const SLICE_BYTES = 128 * 1_024;
/** A row longer than this is an unclosed quote, not a row. */
const MAX_ROW_BYTES = 1_000_000;

const cellCount = (found: number, expected: number): Fault =>
  fault('malformed', {
    problemVi: `có ${String(found)} ô, tiêu đề có ${String(expected)} (dấu phẩy trong ô phải đặt trong dấu ngoặc kép)`,
    problemEn: `${String(found)} cells, the header has ${String(expected)} (a comma inside a cell needs quotes)`,
  });

const PROBLEMS: Partial<Record<CsvErrorCode, readonly [vi: string, en: string]>> = {
  CSV_QUOTE_NOT_CLOSED: ['dấu ngoặc kép không đóng', 'a quote is not closed'],
  INVALID_OPENING_QUOTE: ['dấu ngoặc kép giữa ô không có ngoặc', 'a quote inside an unquoted cell'],
  CSV_INVALID_CLOSING_QUOTE: ['có chữ sau dấu ngoặc kép đóng', 'text after a closing quote'],
  CSV_MAX_RECORD_SIZE: ['dòng quá dài; có lẽ thiếu dấu ngoặc kép đóng', 'the row is too long; probably a quote is not closed'],
};

function parserFault(error: unknown): Fault {
  if (!(error instanceof CsvError)) throw error;
  const [problemVi, problemEn] = PROBLEMS[error.code] ?? [error.message, error.message];
  return fault('malformed', { problemVi, problemEn });
}

/** Line breaks inside a row's quoted cells. */
function breaksWithin(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  return breaks;
}

/** RFC 4180, strictly: the rows of a CSV file into a sink. A structural fault ends the reading, cell faults do not. */
export async function readCsv(bytes: Buffer, columns: readonly string[], sink: RowSink): Promise<void> {
  const checked = checkUtf8(bytes);
  if ('fault' in checked) {
    sink.unreadable(checked.fault);
    return;
  }
  let line = 1;
  let width = 0;
  let broken = false;

  const take = (cells: string[]): void => {
    const start = line;
    line += 1 + breaksWithin(cells);
    if (width === 0) {
      width = cells.length;
      const faults = judgeHeader(
        cells.map((cell) => cell.trim()),
        columns,
      );
      faults.forEach((found) => {
        sink.unreadable(found, start);
      });
      broken = faults.length > 0;
      if (!broken) sink.begin(cells.map((cell) => cell.trim()));
    } else if (cells.length === width) sink.row(cells, start);
    // A line with nothing on it is no row.
    else if (cells.length > 1 || cells[0] !== '') sink.badRow(cellCount(cells.length, width), start, cells);
  };

  await feed(checked.text, (parser) => {
    for (let cells = parser.read() as string[] | null; cells !== null; cells = parser.read() as string[] | null) {
      if (!broken) take(cells);
    }
    return !broken;
  }).catch((error: unknown) => {
    sink.unreadable(parserFault(error), line);
    width = Math.max(width, 1);
  });
  if (width === 0) sink.unreadable(fault('file_empty'));
}

/** Gives the parser the text slice by slice and has the rows taken after each; stops when `takeRows` says so. */
async function feed(text: Buffer, takeRows: (parser: Parser) => boolean): Promise<void> {
  const parser = parse({ relax_column_count: true, record_delimiter: ['\r\n', '\n'], max_record_size: MAX_ROW_BYTES });
  let failure: Error | undefined;
  // 'close' follows the last row as well as an error, however early that came.
  const closed = new Promise<void>((resolve) => parser.once('close', resolve));
  parser.on('error', (error) => {
    failure ??= error;
  });
  for (let offset = 0; offset < text.length; offset += SLICE_BYTES) {
    parser.write(text.subarray(offset, offset + SLICE_BYTES));
    const goOn = takeRows(parser);
    await nextTurn();
    if (failure) throw failure;
    if (!goOn) {
      parser.destroy();
      return;
    }
  }
  parser.on('readable', () => takeRows(parser));
  parser.end();
  takeRows(parser);
  await closed;
  if (failure) throw failure;
}
