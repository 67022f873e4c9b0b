import type { RegistryKind } from '@kcn/contracts';
import type { ImportFormat } from '@kcn/layouts';
import { createLayoutSink, readTable, recogniseFiles } from '@kcn/tables';
import type { RecognisedFile, RowSink, UploadedFile } from '@kcn/tables';
import { addRow, createImportSet, markBroken } from '../../application/imports/import-set';
import type { ImportRow, ImportSet } from '../../application/imports/import-set';
import { findFileKind } from '../../domain/records/import-file-name';
import { layoutOf } from '../../domain/records/layouts/layout-catalogue';
import { recordOf } from '../../domain/records/record';
import { readBoardJson } from './board-file';

/** Reads every file of an import into one set: its sound rows and the faults of all others. */
export async function readFiles(board: string, files: readonly UploadedFile[]): Promise<ImportSet> {
  const set = createImportSet(files.map((file) => file.name));
  for (const file of recogniseFiles(files, { ledger: set.ledger, find: findFileKind })) {
    const { kind, format, bytes } = file;
    const sink = createSink(set, file);
    if (format === 'json') readBoardJson(bytes, board, sink);
    else await readTable(bytes, { format, columns: layoutOf(kind).columns, sink });
  }
  return set;
}

const createSink = (set: ImportSet, { index: file, kind, format }: RecognisedFile<RegistryKind, ImportFormat>): RowSink =>
  createLayoutSink<unknown>({
    ledger: set.ledger,
    file,
    layout: layoutOf(kind),
    take(content, line) {
      const record = recordOf(kind, content);
      addRow(set, { kind: record.kind, key: record.key, content: record.content, file, line } as ImportRow);
    },
    onBadRow(cell) {
      markBroken(set, kind, cell);
    },
    onUnreadable() {
      set.unreadKinds.add(kind);
    },
    isWithoutLines: format === 'json',
  });
