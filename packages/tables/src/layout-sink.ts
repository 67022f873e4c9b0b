import { createRowReader } from '@kcn/layouts';
import type { ImportLedger, Layout } from '@kcn/layouts';
import type { RowSink } from './row-sink';

export interface LayoutSinkOptions<Content> {
  readonly ledger: ImportLedger;
  /** The file's index in the ledger. */
  readonly file: number;
  readonly layout: Layout<Content>;
  /** Takes a row without fault. */
  readonly take: (content: Content, line: number) => void;
  /** Told of a row with faults, once they are in the ledger; `cell` gives what could be read of it. */
  readonly onBadRow?: (cell: (column: string) => string, line: number) => void;
  /** Told that rows of the file may be unknown. */
  readonly onUnreadable?: () => void;
  /** Of a file whose lines tell nobody anything. */
  readonly isWithoutLines?: boolean;
}

/** Reads rows by a layout: their contents are handed on, their faults go to the ledger. */
export function createLayoutSink<Content>(options: LayoutSinkOptions<Content>): RowSink {
  const { ledger, file, layout, take, onBadRow, onUnreadable, isWithoutLines = false } = options;
  const tally = ledger.tally(file);
  let order: readonly string[] = [];
  let reader = createRowReader(order, layout.faults);

  return {
    begin(columns) {
      order = columns;
      reader = createRowReader(columns, layout.faults);
    },
    row(cells, line) {
      tally.rows += 1;
      reader.load(cells);
      const content = layout.read(reader);
      if (reader.faults.length === 0) {
        take(content, line);
        return;
      }
      for (const found of reader.faults) ledger.addFault(file, found, isWithoutLines ? undefined : line);
      onBadRow?.((column) => reader.raw(column), line);
    },
    badRow(found, line, cells) {
      tally.rows += 1;
      ledger.addFault(file, found, line);
      onBadRow?.((column) => cells[order.indexOf(column)] ?? '', line);
    },
    unreadable(found, line) {
      ledger.addFault(file, found, line);
      onUnreadable?.();
    },
  };
}
