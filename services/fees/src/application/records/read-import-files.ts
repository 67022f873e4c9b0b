import { findFeeFile } from '@kcn/contracts';
import type { feesV1 } from '@kcn/contracts';
import { createImportLedger, fault } from '@kcn/layouts';
import type { Fault, ImportLedger, PlacedFault } from '@kcn/layouts';
import { createLayoutSink, readTable } from '@kcn/tables';
import type { RowSink, UploadedFile } from '@kcn/tables';
import { FEE_LAYOUTS } from '../../domain/layouts/fee-layouts';
import type { FeeContents, FeeKind } from '../../domain/layouts/fee-layout';
import type { FeeFile, FeeRow, FeeSet } from '../../domain/layouts/fee-set';
import { keyOfContent } from './record-cells';
import type { BankLine } from './record-cells';

export type StatementFormat = 'csv' | 'camt053' | 'mt940';

/** A sound row of a fee file. */
export interface ImportRow {
  readonly kind: FeeKind;
  readonly key: string;
  readonly content: FeeContents[FeeKind];
  readonly cells: readonly feesV1.FeeCell[];
  /** Index of its file. */
  readonly file: number;
}

/** A movement of a statement. */
export interface ImportLine {
  readonly line: BankLine;
  readonly file: number;
  /** Where it starts in its file. */
  readonly at: number;
}

/** Reads bank statements, by the profiles of the board too; the statements adapter fulfils it. */
export type ReadStatement = (file: { readonly board: string; readonly file: string; readonly bytes: Buffer }) => Promise<
  | {
      readonly format: StatementFormat;
      readonly statements: readonly { readonly lines: readonly (BankLine & { readonly line: number })[] }[];
      readonly repeated: number;
    }
  | { readonly format?: StatementFormat; readonly faults: readonly PlacedFault[] }
>;

/** What the files of an import hold. */
export interface ImportSet {
  readonly ledger: ImportLedger;
  readonly set: FeeSet;
  /** The file of each kind, by its index. */
  readonly fileOf: ReadonlyMap<FeeKind, number>;
  readonly rows: readonly ImportRow[];
  readonly lines: readonly ImportLine[];
  /** Faults that stand at a place of their own, such as a statement of an XML file. */
  readonly placed: readonly (PlacedFault & { readonly index: number })[];
}

/** By which column other files refer to a row. */
const CODE_COLUMNS: Partial<Record<FeeKind, string>> = {
  'fee-tariffs': 'tariff_code',
  'fee-contracts': 'contract_no',
  creditors: 'creditor',
};

interface FeeFileReading {
  readonly ledger: ImportLedger;
  readonly file: number;
  readonly kind: FeeKind;
  readonly rows: ImportRow[];
}

/** Takes a fee file's rows; a row that is there twice with the same content is one. */
function createFeeSink({ ledger, file, kind, rows }: FeeFileReading): { readonly sink: RowSink; readonly read: () => FeeFile } {
  const layout = FEE_LAYOUTS[kind];
  const feeRows: FeeRow[] = [];
  const refusedCodes = new Set<string>();
  const seen = new Set<string>();
  let isComplete = true;
  let order: readonly string[] = [];
  let current: readonly string[] = [];
  const inner = createLayoutSink<FeeContents[FeeKind]>({
    ledger,
    file,
    layout,
    take(content, line) {
      feeRows.push({ content, line });
      const key = keyOfContent(kind, content);
      // Other content under the same key is a fault of the set.
      if (seen.has(key)) ledger.tally(file).unchanged += 1;
      else
        rows.push({
          kind,
          key,
          content,
          cells: layout.columns.map((column) => ({ column, text: current[order.indexOf(column)] ?? '' })),
          file,
        });
      seen.add(key);
    },
    onBadRow: (cell) => refusedCodes.add(cell(CODE_COLUMNS[kind] ?? '')),
    onUnreadable: () => {
      isComplete = false;
    },
  });
  return {
    sink: {
      ...inner,
      begin(columns) {
        order = columns;
        inner.begin(columns);
      },
      row(cells, line) {
        current = cells;
        inner.row(cells, line);
      },
    },
    read: () => ({ rows: feeRows, refusedCodes, isComplete }),
  };
}

export interface ReadImportOptions {
  readonly board: string;
  readonly readStatement: ReadStatement;
  /** Statements of other formats are left out. */
  readonly only: StatementFormat | undefined;
}

/** Reads every file of an import: sound rows and lines, and the faults of all others. */
export async function readImportFiles(
  files: readonly UploadedFile[],
  { board, readStatement, only }: ReadImportOptions,
): Promise<ImportSet> {
  const ledger = createImportLedger(files.map(({ name }) => name));
  const rows: ImportRow[] = [];
  const lines: ImportLine[] = [];
  const placed: (PlacedFault & { index: number })[] = [];
  const fileOf = new Map<FeeKind, number>();
  const set: Partial<Record<FeeKind, FeeFile>> = {};

  async function takeStatement(index: number, { name, bytes }: UploadedFile): Promise<void> {
    const result = await readStatement({ board, file: name, bytes });
    if (only !== undefined && result.format !== undefined && result.format !== only) return;
    const tally = ledger.tally(index);
    if ('faults' in result) {
      for (const found of result.faults) {
        placed.push({ ...found, index });
        if (found.line !== null) tally.refusedLines.add(found.line);
      }
      tally.rows += tally.refusedLines.size;
      return;
    }
    tally.rows += result.repeated;
    tally.unchanged += result.repeated;
    for (const statement of result.statements) {
      for (const line of statement.lines) lines.push({ line, file: index, at: line.line });
      tally.rows += statement.lines.length;
    }
  }

  for (const [index, file] of files.entries()) {
    const refuse = (found: Fault): void => {
      ledger.addFault(index, found);
    };
    const found = findFeeFile(file.name);
    if (!found) {
      refuse(fault('file_unknown', { value: file.name }));
      continue;
    }
    ledger.tally(index).kind = found.kind;
    if (found.kind === 'bank-statement') await takeStatement(index, file);
    else if (fileOf.has(found.kind)) refuse(fault('file_twice', { kind: found.kind }));
    else {
      fileOf.set(found.kind, index);
      const { sink, read } = createFeeSink({ ledger, file: index, kind: found.kind, rows });
      await readTable(file.bytes, { format: found.format, columns: FEE_LAYOUTS[found.kind].columns, sink });
      set[found.kind] = read();
    }
  }
  return { ledger, set: set as FeeSet, fileOf, rows, lines, placed };
}
