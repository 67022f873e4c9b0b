import { precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { findDemand } from '../../domain/arrears/interest-note';
import type { InterestTerms } from '../../domain/arrears/late-interest';
import type { KnownFacts } from '../../domain/collection/fold';
import { collectionReport } from '../../domain/report/collection-report';
import type { ContentOf } from './act';
import { checkNotInFuture, invoiceNotFound } from './refusals';
import type { ActRule } from './two-person-act';

export interface DemandWish {
  readonly noteDate: PlainDate;
  readonly dueDate: PlainDate;
  /** Of these invoices; undefined = of all that bear interest, of this contract where one is named. */
  readonly invoices: readonly string[] | undefined;
  readonly contractNo: string | undefined;
}

const NO_INTEREST: InterestTerms = { lateRegime: 'NONE', lateRatePercent: '' };

const nothingToDemand = (): Error =>
  precondition('nothing_to_demand', {
    vi: 'Không có tiền lãi nào chưa được đòi',
    en: 'There is no interest that was not demanded yet',
  });

/**
 * The notes that demand what has come up since the notes before.
 * @throws DomainError not_found `invoice_not_found`; precondition `nothing_to_demand`
 */
export function drawDemands(facts: KnownFacts, { noteDate, dueDate, invoices, contractNo }: DemandWish): ContentOf<'interest-note'>[] {
  const { folded } = collectionReport(facts, [], noteDate);
  const terms = new Map(facts.contracts.map((contract) => [contract.contractNo, contract]));
  const byCode = new Map(folded.facts.invoices.map((invoice) => [invoice.code, invoice]));
  for (const code of invoices ?? []) if (!byCode.has(code)) throw invoiceNotFound(code);
  const wished = invoices === undefined ? [...byCode.keys()] : [...new Set(invoices)];
  const demands = wished.flatMap((code) => {
    const invoice = byCode.get(code);
    if (!invoice || invoice.total <= 0n || (contractNo !== undefined && invoice.contractNo !== contractNo)) return [];
    const found = findDemand({
      invoice: code,
      contractNo: invoice.contractNo,
      principal: { total: invoice.total, dueDate: invoice.dueDate, changes: folded.changes.get(code) ?? [] },
      terms: terms.get(invoice.contractNo) ?? NO_INTEREST,
      earlier: (facts.notes ?? []).filter((note) => note.invoice === code),
      noteDate,
      dueDate,
    });
    return found ? [{ kind: 'interest-note' as const, ...found.note }] : [];
  });
  if (demands.length === 0) throw nothingToDemand();
  return demands;
}

/** Interest enters the ledger when it is demanded, on its own account. */
export const interestNoteRule = ({ today }: { readonly today: () => PlainDate }): ActRule<ContentOf<'interest-note'>> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  moves: true,
  subjectOf: ({ code }) => code,
  judge(content) {
    checkNotInFuture(content.noteDate, today());
    return Promise.resolve(content);
  },
});
