import { fault } from '@kcn/layouts';
import { checkUtf8 } from '@kcn/tables';
import { readCamt053 } from './camt053/read-camt053';
import type { ColumnsProfile } from '../../domain/bank-profiles/columns-profile';
import { chooseProfile } from './columns/choose-profile';
import { readColumns } from './columns/read-columns';
import { detectFormat } from './detect-format';
import type { FaultList } from './fault-list';
import { createFaultList } from './fault-list';
import { readMt940 } from './mt940/read-mt940';
import { createSeenReferences } from './seen-references';
import type { Statement, StatementFormat, StatementResult } from './statement';

export interface StatementFile {
  /** The file's name, for the faults' sake. */
  readonly file: string;
  readonly bytes: Buffer;
}

export interface StatementOptions {
  /** Only this format; by default the content tells. */
  readonly format?: StatementFormat;
  /** How banks lay out their columns, beside the bank-statement layout; the file's header tells which of them it has. */
  readonly profiles?: readonly ColumnsProfile[];
}

type Read = { readonly statements: readonly Statement[]; readonly repeated: number };

/** The bytes after a byte-order mark, or undefined (with a fault noted) when they are no UTF-8 text. */
function textOf(bytes: Buffer, faults: FaultList): Buffer | undefined {
  const checked = bytes.length === 0 ? { fault: fault('file_empty') } : checkUtf8(bytes);
  if ('text' in checked) return checked.text;
  faults.addFileFault(checked.fault);
  return undefined;
}

async function readText(bytes: Buffer, format: 'camt053' | 'mt940', faults: FaultList): Promise<Read> {
  const text = textOf(bytes, faults);
  const seen = createSeenReferences(faults);
  if (!text) return { statements: [], repeated: 0 };
  const statements = format === 'camt053' ? await readCamt053(text, { faults, seen }) : await readMt940(text, { faults, seen });
  return { statements, repeated: seen.repeated };
}

/**
 * Reads a bank's statement: columns (CSV or a workbook), camt.053 or MT940, all to the same lines. Whatever the bytes are,
 * the answer is the statements or the faults; the three formats of one statement give the same lines, but for the accents
 * that MT940 may lack.
 */
export async function readStatement({ file, bytes }: StatementFile, options: StatementOptions = {}): Promise<StatementResult> {
  const faults = createFaultList(file);
  const detected = detectFormat(bytes);
  const format = options.format ?? detected?.format;
  if (format === undefined) {
    if (textOf(bytes, faults)) faults.add('statement_unknown');
    return { faults: faults.faults };
  }
  async function readTable(): Promise<Read> {
    const table = detected?.isWorkbook === true ? 'xlsx' : 'csv';
    const profile = await chooseProfile({ file, bytes }, { format: table, profiles: options.profiles ?? [], faults });
    return profile ? readColumns(bytes, { format: table, profile, faults }) : { statements: [], repeated: 0 };
  }
  const { statements, repeated } = format === 'csv' ? await readTable() : await readText(bytes, format, faults);
  return faults.faults.length > 0 ? { format, faults: faults.faults } : { format, statements, repeated };
}
