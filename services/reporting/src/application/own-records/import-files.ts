import { Buffer } from 'node:buffer';
import type { ReportingKind } from '@kcn/contracts';
import { createImportLedger, fault } from '@kcn/layouts';
import type { ImportLedger } from '@kcn/layouts';
import { createLayoutSink, readTable, recogniseFiles } from '@kcn/tables';
import type { RowSink, UploadedFile } from '@kcn/tables';
import type { OwnContent, OwnRecordName } from '../ports';
import { ownKindEvents } from './own-kinds';
import { findOwnFile, OWN_LAYOUTS } from './own-layouts';

/** A sound row. */
export interface ImportRow extends OwnRecordName {
  readonly content: OwnContent;
  readonly payload: Uint8Array;
  /** Index of its file. */
  readonly file: number;
  readonly line: number;
}

/** What the files of an import hold: sound rows, and the faults of all others. */
export interface ImportSet {
  readonly ledger: ImportLedger;
  readonly rows: readonly ImportRow[];
}

const encode = (kind: ReportingKind, content: OwnContent): Uint8Array =>
  (ownKindEvents[kind].codec as { encode(message: unknown): { finish(): Uint8Array } }).encode(content).finish();
const keyOf = (kind: ReportingKind, content: OwnContent): string => (ownKindEvents[kind].keyOf as (content: unknown) => string)(content);

/** Takes a file's rows, each record once: the same content again changes nothing, other content is a fault. */
function createSink(
  ledger: ImportLedger,
  rows: ImportRow[],
  { file, kind }: { readonly file: number; readonly kind: ReportingKind },
): RowSink {
  const byKey = new Map<string, ImportRow>();
  return createLayoutSink({
    ledger,
    file,
    layout: OWN_LAYOUTS[kind],
    take(content, line) {
      const key = keyOf(kind, content);
      const payload = encode(kind, content);
      const twin = byKey.get(key);
      if (!twin) {
        const row = { kind, key, content, payload, file, line };
        byKey.set(key, row);
        rows.push(row);
      } else if (Buffer.compare(twin.payload, payload) === 0) ledger.tally(file).unchanged += 1;
      else ledger.addFault(file, fault('key_twice', { key, line: String(twin.line) }), line);
    },
  });
}

/** Reads every file of an import; catalogue rows come first, because values may use their codes. */
export async function readOwnFiles(files: readonly UploadedFile[]): Promise<ImportSet> {
  const ledger = createImportLedger(files.map(({ name }) => name));
  const rows: ImportRow[] = [];
  for (const { index: file, kind, format, bytes } of recogniseFiles(files, { ledger, find: findOwnFile })) {
    await readTable(bytes, { format, columns: OWN_LAYOUTS[kind].columns, sink: createSink(ledger, rows, { file, kind }) });
  }
  const rank = (kind: ReportingKind): number => (kind === 'catalogue' ? 0 : 1);
  rows.sort((a, b) => rank(a.kind) - rank(b.kind) || a.file - b.file || a.line - b.line);
  return { ledger, rows };
}
