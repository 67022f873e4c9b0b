import type { EntryDraft } from './entry';
import { createEntryDraft } from './entry';

/** One `Bal` while it is read. */
export interface BalanceDraft {
  kind?: string;
  amount?: string;
  currency?: string;
  direction?: string;
}

/** Balances of which a statement needs to know: opening and closing ones, the one before, and those between two pages. */
type BalanceKind = 'OPBD' | 'PRCD' | 'CLBD' | 'ITBD';

const KINDS: readonly string[] = ['OPBD', 'PRCD', 'CLBD', 'ITBD'] satisfies BalanceKind[];
const isKept = (kind: string | undefined): kind is BalanceKind => kind !== undefined && KINDS.includes(kind);

/** One `Stmt` while it is read; texts as they stand in the file. */
export interface StatementDraft {
  readonly line: number;
  id?: string;
  account?: string;
  currency?: string;
  pageNumber?: string;
  lastPage?: string;
  /** The balance and the entry that are being read. */
  balance: BalanceDraft;
  entry: EntryDraft;
  readonly first: Partial<Record<BalanceKind, BalanceDraft>>;
  readonly last: Partial<Record<BalanceKind, BalanceDraft>>;
}

export const createStatementDraft = (line: number): StatementDraft => ({
  line,
  balance: {},
  entry: createEntryDraft(line),
  first: {},
  last: {},
});

/** The balance that is being read is whole. */
function keepBalance(draft: StatementDraft): void {
  const { kind } = draft.balance;
  if (!isKept(kind)) return;
  draft.first[kind] ??= draft.balance;
  draft.last[kind] = draft.balance;
}

type Attributes = Readonly<Record<string, string>>;
type Open = (draft: StatementDraft, attributes: Attributes, line: number) => unknown;
type Take = (draft: StatementDraft, text: string) => unknown;

/** What an opening tag below `Stmt` does, by its path of local names. */
export const OPENING: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['Bal', (draft) => (draft.balance = {})],
  ['Bal/Amt', (draft, attributes) => (draft.balance.currency = attributes['Ccy'] ?? '')],
  ['Ntry', (draft, _attributes, line) => (draft.entry = createEntryDraft(line))],
  ['Ntry/Amt', (draft, attributes) => (draft.entry.currency = attributes['Ccy'] ?? '')],
  ['Ntry/NtryDtls/TxDtls', (draft) => (draft.entry.transactions += 1)],
]);

const DETAILS = 'Ntry/NtryDtls/TxDtls';

const setDebtor: Take = (draft, text) => (draft.entry.debtor ??= text);
const setCreditor: Take = (draft, text) => (draft.entry.creditor ??= text);
const setBookedOn: Take = (draft, text) => (draft.entry.bookedOn = text);
const setValueOn: Take = (draft, text) => (draft.entry.valueOn = text);
const setStatus: Take = (draft, text) => (draft.entry.status ||= text);

/** What the text of an element below `Stmt` is, by its path of local names; versions .001.02 to .001.08 and later. */
export const CLOSING: ReadonlyMap<string, Take> = new Map<string, Take>([
  ['Id', (draft, text) => (draft.id = text)],
  ['Acct/Id/IBAN', (draft, text) => (draft.account = text)],
  ['Acct/Id/Othr/Id', (draft, text) => (draft.account ??= text)],
  ['Acct/Ccy', (draft, text) => (draft.currency = text)],
  ['StmtPgntn/PgNb', (draft, text) => (draft.pageNumber = text)],
  ['StmtPgntn/LastPgInd', (draft, text) => (draft.lastPage = text)],
  ['Bal', keepBalance],
  ['Bal/Tp/CdOrPrtry/Cd', (draft, text) => (draft.balance.kind = text)],
  ['Bal/Amt', (draft, text) => (draft.balance.amount = text)],
  ['Bal/CdtDbtInd', (draft, text) => (draft.balance.direction = text)],
  ['Ntry/NtryRef', (draft, text) => (draft.entry.entryRef = text)],
  ['Ntry/Amt', (draft, text) => (draft.entry.amount = text)],
  ['Ntry/CdtDbtInd', (draft, text) => (draft.entry.direction = text)],
  ['Ntry/RvslInd', (draft, text) => (draft.entry.reversal = text)],
  ['Ntry/Sts', setStatus],
  ['Ntry/Sts/Cd', setStatus],
  ['Ntry/BookgDt/Dt', setBookedOn],
  ['Ntry/BookgDt/DtTm', setBookedOn],
  ['Ntry/ValDt/Dt', setValueOn],
  ['Ntry/ValDt/DtTm', setValueOn],
  ['Ntry/AcctSvcrRef', (draft, text) => (draft.entry.servicerRef = text)],
  ['Ntry/AddtlNtryInf', (draft, text) => (draft.entry.additional ??= text)],
  [`${DETAILS}/Refs/AcctSvcrRef`, (draft, text) => (draft.entry.transactionRef ??= text)],
  [`${DETAILS}/RltdPties/Dbtr/Nm`, setDebtor],
  [`${DETAILS}/RltdPties/Dbtr/Pty/Nm`, setDebtor],
  [`${DETAILS}/RltdPties/Cdtr/Nm`, setCreditor],
  [`${DETAILS}/RltdPties/Cdtr/Pty/Nm`, setCreditor],
  [`${DETAILS}/RmtInf/Ustrd`, (draft, text) => text !== '' && draft.entry.remittance.push(text)],
  [`${DETAILS}/RmtInf/Strd/CdtrRefInf/Ref`, (draft, text) => (draft.entry.structuredRef ??= text)],
  [`${DETAILS}/AddtlTxInf`, (draft, text) => (draft.entry.additional ??= text)],
]);
