import type { feesV1 } from '@kcn/contracts';
import { recordKey } from '@kcn/contracts';
import { plainDate } from '@kcn/kernel';
import { createRowReader } from '@kcn/layouts';
import type { PaymentLine } from '../../domain/collection/payment-line';
import { FEE_LAYOUTS } from '../../domain/layouts/fee-layouts';
import type { FeeContents, FeeKind } from '../../domain/layouts/fee-layout';
import type { FeeRecord } from '../ports';

type Cells = readonly feesV1.FeeCell[];

/** A payment line with what the bank says of the payer. */
export interface BankLine extends PaymentLine {
  readonly remitter: string;
}

/** What names a row's record within its kind. */
export const keyOfContent = <K extends FeeKind>(kind: K, content: FeeContents[K]): string => recordKey(FEE_LAYOUTS[kind].keyOf(content));

/** Stored cells read by their kind's layout, so that the layout is the one definition of what they mean. */
export function createCellReader<K extends FeeKind>(kind: K): (cells: Cells) => FeeContents[K] {
  const layout = FEE_LAYOUTS[kind];
  const reader = createRowReader(layout.columns, layout.faults);
  return (cells) => {
    const byColumn = new Map(cells.map(({ column, text }) => [column, text]));
    reader.load(layout.columns.map((column) => byColumn.get(column) ?? ''));
    const content = layout.read(reader);
    const [fault] = reader.faults;
    if (fault) throw new Error(`a stored ${kind} record is no longer sound: ${fault.en}`);
    return content;
  };
}

/** The contents of records of one kind. */
export function contentsOf<K extends FeeKind>(kind: K, records: readonly FeeRecord[]): FeeContents[K][] {
  const read = createCellReader(kind);
  return records.map(({ cells }) => read(cells));
}

export const keyOfLine = ({ account, bankRef }: Pick<BankLine, 'account' | 'bankRef'>): string => recordKey([account, bankRef]);

export const cellsOfLine = (line: BankLine): feesV1.FeeCell[] =>
  Object.entries({
    account: line.account,
    booked_on: line.bookedOn,
    value_on: line.valueOn ?? '',
    amount: line.amount.toString(),
    currency: line.currency,
    bank_ref: line.bankRef,
    remitter: line.remitter,
    description: line.description,
  }).map(([column, text]) => ({ column, text }));

export function lineOfCells(cells: Cells): BankLine {
  const byColumn = new Map(cells.map(({ column, text }) => [column, text]));
  const text = (column: string): string => byColumn.get(column) ?? '';
  return {
    account: text('account'),
    bookedOn: plainDate(text('booked_on')),
    ...(text('value_on') === '' ? {} : { valueOn: plainDate(text('value_on')) }),
    amount: BigInt(text('amount')),
    currency: text('currency'),
    bankRef: text('bank_ref'),
    remitter: text('remitter'),
    description: text('description'),
  };
}
