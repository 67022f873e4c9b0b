import { createHash } from 'node:crypto';
import type { Fault, PlacedFault } from '@kcn/layouts';
import { fault, placeFault } from '@kcn/layouts';
import { checkUtf8, readTable } from '@kcn/tables';
import type { UploadedFile } from '@kcn/tables';
import type { TableRow } from '../../domain/bloc/score-rows';
import { BLOC_FILES } from './file-names';
import type { BlocFileName } from './file-names';
import type { KeptFile } from './ports';

/** The columns of the files that have any (FORMATS §1). */
export const TABLE_COLUMNS = {
  'bloc-scores.csv': [
    ...['member', 'criterion', 'self_value', 'evidence_ref', 'not_applicable', 'cross_checked_by', 'verified_value', 'reason'],
  ],
  'ballots.csv': ['candidate', 'for', 'against', 'abstain'],
} as const;
export type TableName = keyof typeof TABLE_COLUMNS;

export const findBlocFile = (name: string): BlocFileName | undefined => BLOC_FILES.find((known) => known === name.trim().toLowerCase());

/** The files of a set that are known, one of each; the others are faults. */
export function sortFiles(sent: readonly UploadedFile[]): { readonly files: readonly KeptFile[]; readonly faults: readonly PlacedFault[] } {
  const files: KeptFile[] = [];
  const faults: PlacedFault[] = [];
  for (const { name: given, bytes } of sent) {
    const name = findBlocFile(given);
    if (!name) faults.push(placeFault(fault('file_unknown', { value: given }), { file: given }));
    else if (files.some((file) => file.name === name)) faults.push(placeFault(fault('file_twice', { kind: name }), { file: given }));
    else files.push({ name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return { files, faults };
}

export type Read<Content> = { readonly content: Content } | { readonly faults: readonly PlacedFault[] };

/** A JSON file's text. */
export function textOf({ name, bytes }: KeptFile): Read<string> {
  const checked = checkUtf8(bytes);
  return 'fault' in checked ? { faults: [placeFault(checked.fault, { file: name })] } : { content: checked.text.toString('utf8') };
}

/** The rows of one of the tables, strictly read: header, quotes, number of cells. */
export async function rowsOf({ bytes }: KeptFile, name: TableName): Promise<Read<readonly TableRow[]>> {
  const rows: TableRow[] = [];
  const faults: PlacedFault[] = [];
  let header: readonly string[] = [];
  const addFault = (found: Fault, line: number | undefined): void => void faults.push(placeFault(found, { file: name, line }));
  await readTable(bytes, {
    format: 'csv',
    columns: TABLE_COLUMNS[name],
    sink: {
      begin: (columns) => {
        header = columns;
      },
      row: (cells, line) => void rows.push({ line, cells: Object.fromEntries(header.map((column, at) => [column, cells[at] ?? ''])) }),
      badRow: (found, line) => addFault(found, line),
      unreadable: addFault,
    },
  });
  return faults.length === 0 ? { content: rows } : { faults };
}
