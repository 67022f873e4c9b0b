import type { PlainDate } from '@kcn/kernel';
import { lineOfReceipt, lineOfReturn } from '../../domain/collection/cash-receipt';
import type { InterestNote, IssuedInvoice, LineDecision, Refund, WriteOff } from '../../domain/collection/facts';
import type { KnownFacts } from '../../domain/collection/fold';
import type { Exemption } from '../../domain/contracts/exemption';
import { reopenPeriod } from '../../domain/ledger/accounting-periods';
import type { AccountingPeriods } from '../../domain/ledger/accounting-periods';
import { actsOf } from './act';
import type { Act, AdjustmentContent, DecisionContent, ExemptionContent, LineName, RefundContent, UndoContent } from './act';

/** What acts in force add to what matching knows. */
export type ActFacts = Required<Pick<KnownFacts, 'invoices' | 'lines' | 'decisions' | 'notes' | 'writeOffs' | 'refunds'>>;

const toInvoice = (content: AdjustmentContent): IssuedInvoice => {
  const { code, contractNo, period, parkCode, service, invoiceDate, dueDate, net, vat, total, adjusts } = content;
  return { code, contractNo, period, parkCode, service, invoiceDate, dueDate, net, vat, total, adjusts };
};

function toDecision({ content, position: sequence }: Act<DecisionContent> | Act<UndoContent>): LineDecision {
  const { account, bankRef } = content;
  const line = { account, bankRef, sequence };
  if (content.kind === 'undo') return { ...line, kind: content.does };
  if (content.does === 'REVERSE') return { ...line, kind: 'REVERSE', undoes: content.undoes };
  if (content.does === 'LEAVE') return { ...line, kind: 'LEAVE' };
  return { ...line, kind: 'ALLOCATE', allocations: content.allocations, credits: content.credits };
}

const toRefund = (id: string, { contractNo, amount, paidOn: day, way }: RefundContent): Refund => ({ id, contractNo, amount, day, way });

/** @param acts those in force */
export const factsOfActs = (acts: readonly Act[]): ActFacts => ({
  invoices: actsOf('adjustment', acts).map(({ content }) => toInvoice(content)),
  lines: [
    ...actsOf('cash-receipt', acts).map(({ content }) => lineOfReceipt(content)),
    ...actsOf('receipt-return', acts).map(({ content }) => lineOfReturn(content)),
  ],
  decisions: [...actsOf('decision', acts), ...actsOf('undo', acts)].map(toDecision),
  notes: actsOf('interest-note', acts).map(({ content: { kind: _kind, ...note } }): InterestNote => note),
  writeOffs: actsOf('write-off', acts).map(({ id, content: { invoice, amount, day } }): WriteOff => ({ id, invoice, amount, day })),
  refunds: actsOf('refund', acts).map(({ id, content }) => toRefund(id, content)),
});

/** Everything known with what people did. */
export function withActs(facts: KnownFacts, acts: readonly Act[]): KnownFacts {
  const { invoices, lines, ...more } = factsOfActs(acts);
  return { ...facts, ...more, invoices: [...facts.invoices, ...invoices], lines: [...facts.lines, ...lines] };
}

/** Which months are closed. */
export const periodsOf = (acts: readonly Act[]): AccountingPeriods =>
  acts.reduce<AccountingPeriods>(
    (periods, { content }) => {
      if (content.kind === 'closing') return { closedThrough: content.month };
      return content.kind === 'reopening' ? reopenPeriod(periods, { month: content.month, isHead: true }) : periods;
    },
    { closedThrough: undefined },
  );

export const toExemption = ({ content, reason }: Pick<Act<ExemptionContent>, 'content' | 'reason'>): Exemption => {
  const { contractNo, from, to, percent, amount, currency, decisionNo } = content;
  const relief = percent === '' ? { amount, currency } : { percent };
  return { contractNo, from, to, relief, reason, decisionNo, approved: true };
};

export const exemptionsOf = (acts: readonly Act[]): Exemption[] => actsOf('exemption', acts).map(toExemption);

/** The board's own first day of billing; undefined = each tariff's. */
export const billingFromOf = (acts: readonly Act[]): PlainDate | undefined => actsOf('billing-from', acts).at(-1)?.content.date;

/** The last days that accountants gave contracts; the latest act of a contract counts. */
export function contractEndsOf(acts: readonly Act[]): Map<string, PlainDate> {
  const ends = new Map<string, PlainDate>();
  for (const { content } of actsOf('contract-end', acts))
    if (content.end === '') ends.delete(content.contractNo);
    else ends.set(content.contractNo, content.end);
  return ends;
}

/** The act that decides on a line now, if a person does. */
export const decisionInForce = (
  acts: readonly Act[],
  { account, bankRef }: LineName,
): Act<DecisionContent> | Act<UndoContent> | undefined =>
  acts.findLast(
    (act): act is Act<DecisionContent> | Act<UndoContent> =>
      (act.content.kind === 'decision' || act.content.kind === 'undo') &&
      act.content.account === account &&
      act.content.bankRef === bankRef,
  );
