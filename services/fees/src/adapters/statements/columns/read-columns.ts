import type { PlainDate } from '@kcn/kernel';
import { isCurrency } from '@kcn/kernel';
import type { TableFormat } from '@kcn/tables';
import { readTable } from '@kcn/tables';
import type { FaultList } from '../fault-list';
import { createSeenReferences } from '../seen-references';
import type { Statement, StatementLine } from '../statement';
import { columnsOf } from '../../../domain/bank-profiles/columns-profile';
import type { ColumnsProfile } from '../../../domain/bank-profiles/columns-profile';
import { createRowCells } from './row-cells';

/**
 * A bank's file of columns: one statement per account and currency, in the order of their first rows, without balances.
 * All faults of all rows are noted.
 */
export async function readColumns(
  bytes: Buffer,
  options: { readonly format: TableFormat; readonly profile: ColumnsProfile; readonly faults: FaultList },
): Promise<{ readonly statements: Statement[]; readonly repeated: number }> {
  const { format, profile, faults } = options;
  const seen = createSeenReferences(faults, profile.bankRef);
  const byAccount = new Map<string, { account: string; currency: string; lines: StatementLine[] }>();
  let header: readonly string[] = [];

  function readRow(cells: readonly string[], line: number): void {
    if (faults.isFull()) return;
    const row = createRowCells({ header, cells, line, profile, faults });
    const account = row.source(profile.account).replaceAll(/\s/g, '');
    const currency = row.source(profile.currency);
    const bookedOn = row.day(profile.bookedOn);
    const valueOn = profile.valueOn === undefined || row.cell(profile.valueOn) === '' ? undefined : row.day(profile.valueOn);
    const known = isCurrency(currency);
    if (currency !== '' && !known) row.complain('unknown_currency', profile.currency, { value: currency });
    const amount = known ? row.amount(currency) : undefined;
    const bankRef = row.text(profile.bankRef, { required: true });
    const remitter = profile.remitter === undefined ? '' : row.text(profile.remitter);
    const description = row.text(profile.description);
    if (row.isBad() || bookedOn === undefined || amount === undefined) return;
    const read = { account, bookedOn, amount, currency, bankRef, remitter, description, line };
    const entry: StatementLine = valueOn === undefined ? read : { ...read, valueOn: valueOn satisfies PlainDate };
    if (!seen.takes(entry)) return;
    const key = `${account} ${currency}`;
    const statement = byAccount.get(key) ?? { account, currency, lines: [] };
    statement.lines.push(entry);
    byAccount.set(key, statement);
  }

  await readTable(bytes, {
    format,
    columns: columnsOf(profile),
    sink: {
      begin(columns) {
        header = columns;
      },
      row: readRow,
      badRow(fault, line) {
        if (!faults.isFull()) faults.addFileFault(fault, line);
      },
      unreadable(fault, line) {
        if (!faults.isFull()) faults.addFileFault(fault, line);
      },
    },
  });
  return { statements: [...byAccount.values()], repeated: seen.repeated };
}
