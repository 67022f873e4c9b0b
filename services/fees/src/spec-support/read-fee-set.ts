import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createImportLedger } from '@kcn/layouts';
import type { PlacedFault } from '@kcn/layouts';
import { createLayoutSink, readCsv } from '@kcn/tables';
import type { FeeContents, FeeKind } from '../domain/layouts/fee-layout';
import { FEE_LAYOUTS, isFeeKind } from '../domain/layouts/fee-layouts';
import type { FeeFile, FeeRow, FeeSet } from '../domain/layouts/fee-set';
import { NOTHING_STORED } from '../domain/layouts/fee-set';
import { judgeFeeSet } from '../domain/layouts/judge-fee-set';

export const SAMPLE = join(__dirname, '../../../../infra/demo/lam-dong-fees-2026');

/** By which column other files refer to a row. */
const CODE_COLUMNS: Partial<Record<FeeKind, string>> = {
  'fee-tariffs': 'tariff_code',
  'fee-contracts': 'contract_no',
  creditors: 'creditor',
};

export interface ReadSet {
  readonly set: FeeSet;
  readonly errors: readonly PlacedFault[];
  readonly warnings: readonly string[];
}

/** The fee files of a folder, each replaced by the one given for its layout, read and judged as an import does. */
export async function readFeeSet(folder: string, replaced: Partial<Record<FeeKind, string>> = {}): Promise<ReadSet> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv') && isFeeKind(basename(name, '.csv')));
  const ledger = createImportLedger(names);
  const set: Partial<Record<FeeKind, FeeFile>> = {};
  for (const [file, name] of names.entries()) {
    const kind = basename(name, '.csv') as FeeKind;
    const { layout, bytes } = { layout: FEE_LAYOUTS[kind], bytes: readFileSync(replaced[kind] ?? join(folder, name)) };
    const rows: FeeRow[] = [];
    const refusedCodes = new Set<string>();
    let isComplete = true;
    const sink = createLayoutSink<FeeContents[FeeKind]>({
      ledger,
      file,
      layout: layout,
      take: (content, line) => rows.push({ content, line }),
      onBadRow: (cell) => refusedCodes.add(cell(CODE_COLUMNS[kind] ?? '')),
      onUnreadable: () => {
        isComplete = false;
      },
    });
    await readCsv(bytes, layout.columns, sink);
    set[kind] = { rows, refusedCodes, isComplete };
  }
  const { faults, warnings } = judgeFeeSet(set as FeeSet, NOTHING_STORED);
  for (const { kind, line, fault } of faults) ledger.addFault(names.indexOf(`${kind}.csv`), fault, line);
  return { set: set as FeeSet, errors: ledger.errors(), warnings: warnings.map(({ fault }) => fault.code) };
}

/** The contents of a set's rows of one kind. */
export const contentsOf = <K extends FeeKind>(set: FeeSet, kind: K): FeeContents[K][] =>
  (set[kind]?.rows ?? []).map(({ content }) => content);
