import { invalid, notFound, precondition } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import { foldCollection } from '../../domain/collection/fold';
import type { KnownFacts } from '../../domain/collection/fold';
import { LEDGER_CURRENCY, lineKey } from '../../domain/collection/payment-line';
import type { PaymentLine } from '../../domain/collection/payment-line';
import type { Acts, DecisionContent, LineName, UndoContent } from './act';
import { decisionInForce } from './act-facts';
import type { ReadFacts } from './known-facts-of';
import type { ActRule } from './two-person-act';

export interface LineDecisionsOptions {
  readonly acts: Acts;
  /** Everything known of a board, with what people did. */
  readonly facts: ReadFacts;
}

const lineNotFound = (line: LineName): Error =>
  notFound('line_not_found', { vi: `Không có giao dịch ${lineKey(line)}`, en: `There is no line ${lineKey(line)}` });
const otherCurrency = ({ currency }: PaymentLine): Error =>
  precondition('line_in_other_currency', {
    vi: `Giao dịch bằng ${currency} không được ghép với hóa đơn`,
    en: `A line in ${currency} is not matched`,
  });
const invoiceUnknown = (code: string): Error =>
  invalid('invoice_unknown', { vi: `Không có hóa đơn hoặc phiếu lãi "${code}"`, en: `There is no invoice or interest note "${code}"` });
const doesNotFit = (line: LineName): Error =>
  precondition('decision_does_not_fit', {
    vi: `Quyết định không khớp: số tiền của giao dịch ${line.bankRef} hoặc số còn phải thu vào ngày đó không đủ`,
    en: `The decision does not fit: line ${line.bankRef} has not that much, or that much is not open on its day`,
  });
const nothingToUndo = (line: LineName): Error =>
  precondition('nothing_to_undo', { vi: `Giao dịch ${line.bankRef} chưa được ghép`, en: `Line ${line.bankRef} pays nothing` });
const undoOutdated = (line: LineName): Error =>
  precondition('act_outdated', {
    vi: `Giao dịch ${line.bankRef} đã được quyết định khác từ khi đề nghị`,
    en: `Something else was decided about line ${line.bankRef} since this was proposed`,
  });

function getLine({ lines }: KnownFacts, name: LineName): PaymentLine {
  const line = lines.find(({ account, bankRef }) => account === name.account && bankRef === name.bankRef);
  if (!line) throw lineNotFound(name);
  if (line.currency !== LEDGER_CURRENCY) throw otherCurrency(line);
  return line;
}

/** A person's decision about a line; the latest recorded one counts. What does not fit now is refused, what fits no longer later becomes credit. */
export const decisionRule = ({ facts: readFacts }: LineDecisionsOptions): ActRule<DecisionContent> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  moves: true,
  subjectOf: lineKey,
  async judge(content, { session, board }) {
    const facts = await readFacts(session, board);
    getLine(facts, content);
    const codes = new Set([...facts.invoices.map(({ code }) => code), ...(facts.notes ?? []).map(({ code }) => code)]);
    for (const { invoice } of content.allocations) if (!codes.has(invoice)) throw invoiceUnknown(invoice);
    const { account, bankRef, does, allocations, credits, undoes } = content;
    const line = { account, bankRef, sequence: Number.MAX_SAFE_INTEGER };
    const decision =
      does === 'ALLOCATE'
        ? { ...line, kind: does, allocations, credits }
        : does === 'REVERSE'
          ? { ...line, kind: does, undoes }
          : { ...line, kind: does };
    const { tasks } = foldCollection({ ...facts, decisions: [...(facts.decisions ?? []), decision] });
    if (tasks.some(({ code, subject }) => code === 'decision_does_not_fit' && subject === lineKey(content))) throw doesNotFit(content);
    return content;
  },
});

/** What undoing a line would do now. */
export async function drawUndo(
  { acts, facts: readFacts }: LineDecisionsOptions,
  { session, board, line }: { readonly session: Session; readonly board: string; readonly line: LineName },
): Promise<UndoContent> {
  const facts = await readFacts(session, board);
  getLine(facts, line);
  const decided = decisionInForce(await acts.inForce(session, board), line);
  const named = { kind: 'undo' as const, account: line.account, bankRef: line.bankRef };
  if (decided && decided.content.does !== 'AUTOMATIC') return { ...named, does: 'AUTOMATIC', undone: decided.id };
  const result = foldCollection(facts).lines.find(({ line: matched }) => lineKey(matched) === lineKey(line));
  if (!result || result.rule === 'UNMATCHED') throw nothingToUndo(line);
  return { ...named, does: 'LEAVE', undone: decided?.id ?? '' };
}

/** Undoing a match: one accountant asks for it, another confirms. */
export const undoRule = (options: LineDecisionsOptions): ActRule<UndoContent> => ({
  proposedBy: 'accountant',
  confirmedBy: 'accountant',
  moves: true,
  subjectOf: lineKey,
  async judge(content, { session, board }) {
    const now = await drawUndo(options, { session, board, line: content });
    if (now.does !== content.does || now.undone !== content.undone) throw undoOutdated(content);
    return content;
  },
});
