import { isCurrency } from '@kcn/kernel';
import { checkBalance } from '../amounts';
import type { FaultList } from '../fault-list';
import type { SeenReferences } from '../seen-references';
import type { Statement, StatementLine } from '../statement';
import { readEntry, readSignedAmount } from './entry';
import type { BalanceDraft, StatementDraft } from './statement-draft';
import { CLOSING, OPENING, createStatementDraft } from './statement-draft';
import type { XmlVisitor } from './xml-walk';
import { walkXml } from './xml-walk';

type Context = { readonly faults: FaultList; readonly seen: SeenReferences };

/** A statement while it is read, and what is known of it so far. */
interface OpenStatement {
  readonly draft: StatementDraft;
  readonly number: number;
  readonly lines: StatementLine[];
  /** What the entries add up to; undefined once one of them is not sound. */
  total: bigint | undefined;
}

/** The balance that a statement, or the page of one, starts from and comes to. */
function boundaries({ first, last, pageNumber, lastPage }: StatementDraft) {
  // Between two pages of one statement the bank gives interim balances: the first opens the page, the last closes it.
  const laterPage = pageNumber !== undefined && Number(pageNumber) > 1;
  const earlierPage = lastPage === 'false' || lastPage === '0';
  return {
    opening: first.OPBD ?? first.PRCD ?? (laterPage ? first.ITBD : undefined),
    closing: last.CLBD ?? (earlierPage ? last.ITBD : undefined),
  };
}

const accountOf = ({ account = '' }: StatementDraft): string => account.replaceAll(/\s/g, '');

/** The account's currency; a bank that does not state it with the account states it with the balances before the entries. */
function currencyOf(draft: StatementDraft): string {
  const { opening, closing } = boundaries(draft);
  return (draft.currency ?? opening?.currency ?? closing?.currency ?? draft.entry.currency ?? '').trim();
}

function takeEntry(open: OpenStatement, { faults, seen }: Context): void {
  const { entry } = open.draft;
  // What is not booked yet is not in the balance either and comes again once it is.
  if (entry.status !== undefined && entry.status.trim() !== '' && entry.status.trim() !== 'BOOK') return;
  const line = readEntry(entry, { account: accountOf(open.draft), currency: currencyOf(open.draft), faults });
  open.total = open.total === undefined || line === undefined ? undefined : open.total + line.amount;
  if (line && seen.takes(line)) open.lines.push(line);
}

/** The statement that has been read to its closing tag; undefined when something in it is wrong. */
function finish({ draft, number, lines, total }: OpenStatement, faults: FaultList): Statement | undefined {
  const id = draft.id?.trim() || `#${String(number)}`;
  const place = { statement: id };
  const { opening, closing } = boundaries(draft);
  const account = accountOf(draft);
  const currency = currencyOf(draft);
  if (account === '') faults.add('no_account', place);
  if (!opening) faults.add('no_opening_balance', place);
  if (!closing) faults.add('no_closing_balance', place);
  if (!isCurrency(currency)) {
    faults.add('unknown_currency', place, { value: currency });
    return undefined;
  }
  const readBalance = (balance: BalanceDraft): bigint | undefined => {
    if (balance.currency === currency) return readSignedAmount(balance, { currency, faults, place });
    faults.add('balance_currency', place, { currency: balance.currency ?? '', expected: currency });
    return undefined;
  };
  const opened = opening && readBalance(opening);
  const closed = closing && readBalance(closing);
  if (opened === undefined || closed === undefined || total === undefined) return undefined;
  checkBalance({ opening: opened, entries: total, closing: closed, currency }, { faults, place });
  return { id, account, currency, opening: opened, closing: closed, lines };
}

/**
 * Statements of an ISO 20022 camt.053 message of any version, read as they come: only the statement that is being read is
 * kept as text. One line per booked entry.
 * @param bytes UTF-8
 */
export async function readCamt053(bytes: Buffer, context: Context): Promise<Statement[]> {
  const statements: Statement[] = [];
  /** Every open element with its path below `Stmt`: '' for Stmt itself, undefined outside. */
  const open: { readonly name: string; readonly path: string | undefined }[] = [];
  let statement: OpenStatement | undefined;
  const met = { message: false, statements: 0 };

  const visitor: XmlVisitor = {
    open(name, attributes, line) {
      const parent = open.at(-1);
      met.message ||= name === 'BkToCstmrStmt';
      if (statement === undefined && name === 'Stmt' && parent?.name === 'BkToCstmrStmt') {
        met.statements += 1;
        statement = { draft: createStatementDraft(line), number: met.statements, lines: [], total: 0n };
        open.push({ name, path: '' });
        return;
      }
      const path = parent?.path === undefined ? undefined : parent.path === '' ? name : `${parent.path}/${name}`;
      open.push({ name, path });
      if (statement !== undefined && path !== undefined) OPENING.get(path)?.(statement.draft, attributes, line);
    },
    close(text) {
      const path = open.pop()?.path;
      if (statement === undefined || path === undefined) return;
      if (path !== '') {
        CLOSING.get(path)?.(statement.draft, text);
        if (path === 'Ntry') takeEntry(statement, context);
        return;
      }
      const finished = finish(statement, context.faults);
      if (finished) statements.push(finished);
      statement = undefined;
    },
  };
  const ended = await walkXml(bytes, visitor, context.faults);
  if (ended && !met.message) context.faults.add('not_camt053');
  else if (ended && met.statements === 0) context.faults.add('no_statement');
  return statements;
}
