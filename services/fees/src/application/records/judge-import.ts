import type { PlacedFault } from '@kcn/layouts';
import { placeFault, REPORTED_ERRORS } from '@kcn/layouts';
import type { Session } from '@kcn/messaging';
import { acceptLines } from '../../domain/collection/accept-lines';
import type { PaymentLine } from '../../domain/collection/payment-line';
import { judgeFeeSet } from '../../domain/layouts/judge-fee-set';
import type { SetFault, StoredFees } from '../../domain/layouts/fee-set';
import { recordId } from '../ports';
import type { FeeRecord, RecordName, Records } from '../ports';
import { cellsOfLine, contentsOf, createCellReader, keyOfLine, lineOfCells } from './record-cells';
import type { BankLine } from './record-cells';
import type { ImportSet } from './read-import-files';

/** A version of a record that an import brings. */
export interface RecordDraft extends RecordName {
  readonly cells: FeeRecord['cells'];
  readonly before: FeeRecord | undefined;
}

export interface Judgement {
  readonly drafts: readonly RecordDraft[];
  /** The first of them, in the order of files and lines. */
  readonly errors: readonly PlacedFault[];
  readonly errorCount: number;
  /** Told without refusing anything. */
  readonly warnings: readonly PlacedFault[];
}

const sameContent = (a: object, b: object): boolean => {
  const other = b as Readonly<Record<string, unknown>>;
  return Object.keys({ ...a, ...b }).every((name) => (a as Readonly<Record<string, unknown>>)[name] === other[name]);
};

/** What the board has, as far as rows of an import may refer to it. */
async function storedFees(records: Records, session: Session | undefined, board: string): Promise<StoredFees> {
  const tariffs = contentsOf('fee-tariffs', await records.ofKind(session, board, 'fee-tariffs'));
  const contracts = new Map(
    contentsOf('fee-contracts', await records.ofKind(session, board, 'fee-contracts')).map((contract) => [contract.contractNo, contract]),
  );
  const creditors = new Set((await records.ofKind(session, board, 'creditors')).map(({ key }) => key));
  return {
    tariffs,
    contractNos: contracts.keys(),
    findContract: (contractNo) => contracts.get(contractNo),
    hasCreditor: (creditor) => creditors.has(creditor),
  };
}

/** Warnings at their places, by file and line. */
const placeWarnings = ({ fileOf, ledger }: ImportSet, warnings: readonly SetFault[]): PlacedFault[] =>
  warnings
    .map(({ kind, line, fault }) => ({ ...placeFault(fault, { file: ledger.files[fileOf.get(kind) ?? 0]?.name ?? '', line }), at: line }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, REPORTED_ERRORS)
    .map(({ at: _at, ...warning }) => warning);

/** Judges what was read against the board's records; counts and faults go to the set's ledger. */
export async function judgeImport(
  imported: ImportSet,
  {
    records,
    session,
    board,
    more = [],
  }: {
    readonly records: Records;
    readonly session: Session | undefined;
    readonly board: string;
    /** Warnings that somebody else has of the rows. */
    readonly more?: readonly SetFault[];
  },
): Promise<Judgement> {
  const { ledger, set, fileOf, rows, lines, placed } = imported;
  // A statement alone refers to nothing.
  const { faults, warnings } =
    rows.length === 0 ? { faults: [], warnings: [] } : judgeFeeSet(set, await storedFees(records, session, board));
  for (const { kind, line, fault } of faults) ledger.addFault(fileOf.get(kind) ?? 0, fault, line);

  const lineNames = lines.map(({ line }): RecordName => ({ kind: 'bank-lines', key: keyOfLine(line) }));
  const current = await records.current(session, board, [...rows, ...lineNames]);
  const drafts: RecordDraft[] = [];
  const readers = new Map<string, ReturnType<typeof createCellReader>>();

  for (const { kind, key, content, cells, file } of rows) {
    const before = current.get(recordId({ kind, key }));
    const read = readers.get(kind) ?? createCellReader(kind);
    readers.set(kind, read);
    const isSame = before !== undefined && sameContent(read(before.cells), content);
    ledger.tally(file)[isSame ? 'unchanged' : before ? 'corrected' : 'added'] += 1;
    if (!isSame) drafts.push({ kind, key, cells, before });
  }

  /** Lines that an earlier file of this import brought. */
  const taken = new Map<string, BankLine>();
  for (const { line, file, at } of lines) {
    const key = keyOfLine(line);
    const findKnown = (): PaymentLine | undefined => {
      const stored = current.get(recordId({ kind: 'bank-lines', key }));
      return stored ? lineOfCells(stored.cells) : taken.get(key);
    };
    const { added, refused } = acceptLines([line], findKnown);
    for (const { fault } of refused) ledger.addFault(file, { ...fault, column: 'bank_ref' }, at);
    if (refused.length > 0) continue;
    ledger.tally(file)[added.length > 0 ? 'added' : 'unchanged'] += 1;
    if (added.length === 0) continue;
    taken.set(key, line);
    drafts.push({ kind: 'bank-lines', key, cells: cellsOfLine(line), before: undefined });
  }

  const order = new Map(ledger.files.map(({ name }, index) => [name, index]));
  const errors = [...ledger.errors(), ...placed.map(({ index: _index, ...fault }) => fault)]
    .toSorted((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || (a.line ?? 0) - (b.line ?? 0))
    .slice(0, REPORTED_ERRORS);
  return { drafts, errors, errorCount: ledger.errorCount + placed.length, warnings: placeWarnings(imported, [...warnings, ...more]) };
}
