import type { FileTally, ImportSet, UploadedFile } from '../../application/imports/import-set';
import { addError, addRow, createImportSet, markBroken } from '../../application/imports/import-set';
import { fault } from '../../domain/faults/fault-catalogue';
import { findFileKind } from '../../domain/records/import-file-name';
import { layoutOf, readRecord } from '../../domain/records/layouts/layout-catalogue';
import type { ReusableRowReader } from '../../domain/records/row-reader';
import { createRowReader } from '../../domain/records/row-reader';
import type { RegistryKind } from '@kcn/contracts';
import { readBoardJson } from './board-file';
import { readCsv } from './csv-file';
import type { RowSink } from './row-sink';
import { readXlsx } from './xlsx-file';

/** Reads every file of an import into one set: its sound rows and the faults of all others. */
export async function readFiles(board: string, files: readonly UploadedFile[]): Promise<ImportSet> {
  const set = createImportSet(files.map((file) => file.name));
  const kinds = new Set<RegistryKind>();
  for (const [index, { name, bytes }] of files.entries()) {
    const found = findFileKind(name);
    if (!found) {
      addError(set, index, fault('file_unknown', { value: name }));
      continue;
    }
    const { kind, format } = found;
    const tally = set.files[index];
    if (!tally) continue;
    tally.kind = kind;
    if (kinds.has(kind)) {
      addError(set, index, fault('file_twice', { kind }));
      continue;
    }
    kinds.add(kind);
    const sink = createSink(set, index, kind, tally);
    const { columns } = layoutOf(kind);
    if (format === 'csv') await readCsv(bytes, columns, sink);
    else if (format === 'xlsx') readXlsx(bytes, columns, sink);
    else readBoardJson(bytes, board, sink);
  }
  return set;
}

function createSink(set: ImportSet, fileIndex: number, kind: RegistryKind, tally: FileTally): RowSink {
  let reader: ReusableRowReader | undefined;
  let order: readonly string[] = [];
  // A board.json has no lines worth naming.
  const lineOf = (line: number): number | undefined => (kind === 'board' ? undefined : line);
  return {
    begin(columns) {
      order = columns;
      reader = createRowReader(columns);
    },
    row(cells, line) {
      if (!reader) return;
      tally.rows += 1;
      reader.load(cells);
      const record = readRecord(kind, reader);
      if (record) {
        addRow(set, { kind: record.kind, key: record.key, content: record.content, file: fileIndex, line } as typeof record & {
          file: number;
          line: number;
        });
        return;
      }
      for (const found of reader.faults) addError(set, fileIndex, found, lineOf(line));
      markBroken(set, kind, (column) => reader?.raw(column) ?? '');
    },
    badRow(found, line, cells) {
      tally.rows += 1;
      addError(set, fileIndex, found, line);
      markBroken(set, kind, (column) => cells[order.indexOf(column)] ?? '');
    },
    unreadable(found, line) {
      set.unreadKinds.add(kind);
      addError(set, fileIndex, found, line);
    },
  };
}
