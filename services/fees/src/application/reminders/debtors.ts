import type { PlainDate } from '@kcn/kernel';
import type { DebtorInvoice } from '../../domain/arrears/letter';
import type { KnownFacts } from '../../domain/collection/fold';
import { collectionReport } from '../../domain/report/collection-report';
import type { Act } from '../accounting/act';
import { agreementStates } from '../accounting/agreements';

/** Everything that is open on a day, by tax code of who owes it. */
export function openByDebtor(facts: KnownFacts, acts: readonly Act[], day: PlainDate): Map<string, DebtorInvoice[]> {
  const held = new Set(agreementStates(facts, acts, day).flatMap(({ state, agreement }) => (state === 'BROKEN' ? [] : agreement.invoices)));
  const taxCodes = new Map(facts.contracts.map(({ contractNo, enterpriseTaxCode }) => [contractNo, enterpriseTaxCode]));
  const debtors = new Map<string, DebtorInvoice[]>();
  for (const { invoice, open, interest } of collectionReport(facts, [], day).invoices) {
    if (open <= 0n) continue;
    const { code, contractNo, dueDate } = invoice;
    const debtor = taxCodes.get(contractNo);
    if (debtor === undefined) continue;
    const one = { invoice: code, contractNo, dueDate, open, interest, isHeld: held.has(code) };
    const known = debtors.get(debtor);
    if (known) known.push(one);
    else debtors.set(debtor, [one]);
  }
  return debtors;
}
