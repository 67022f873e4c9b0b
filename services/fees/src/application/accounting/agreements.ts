import { alreadyExists } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { agreementState, checkAgreement } from '../../domain/arrears/instalment-agreement';
import type { AgreementState, InstalmentAgreement } from '../../domain/arrears/instalment-agreement';
import type { KnownFacts } from '../../domain/collection/fold';
import { collectionReport } from '../../domain/report/collection-report';
import { actsOf } from './act';
import type { Act, Acts, ContentOf } from './act';
import { checkNotInFuture, invoiceNotFound } from './refusals';
import type { ReadFacts } from './known-facts-of';
import type { ActRule } from './two-person-act';

const numberTaken = (agreementNo: string): Error =>
  alreadyExists('agreement_exists', {
    vi: `Thỏa thuận trả dần "${agreementNo}" đã có`,
    en: `There is an instalment agreement "${agreementNo}" already`,
  });

/** How a debtor pays off what is overdue. Due dates and interest stay as they are; the debtor's signature starts limitation anew. */
export const agreementRule = ({
  acts,
  facts: readFacts,
  today,
}: {
  readonly acts: Acts;
  readonly facts: ReadFacts;
  readonly today: () => PlainDate;
}): ActRule<ContentOf<'agreement'>> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  moves: false,
  subjectOf: ({ agreementNo }) => agreementNo,
  async judge(content, { session, board }) {
    checkNotInFuture(content.signedOn, today());
    const known = actsOf('agreement', await acts.inForce(session, board));
    if (known.some(({ content: { agreementNo } }) => agreementNo === content.agreementNo)) throw numberTaken(content.agreementNo);
    const { invoices } = collectionReport(await readFacts(session, board), [], content.signedOn);
    const open = new Map(invoices.map((position) => [position.invoice.code, position.open]));
    let sum = 0n;
    for (const code of new Set(content.invoices)) {
      const amount = open.get(code);
      if (amount === undefined) throw invoiceNotFound(code);
      sum += amount;
    }
    checkAgreement(content, sum);
    return content;
  },
});

/** The agreements signed by a day and how each stands then. */
export function agreementStates(
  facts: KnownFacts,
  acts: readonly Act[],
  asOf: PlainDate,
): (AgreementState & { readonly agreement: InstalmentAgreement })[] {
  const { folded } = collectionReport(facts, [], asOf);
  const payments = [...folded.lines.flatMap(({ allocations }) => allocations), ...folded.adjustments.flatMap(({ taken }) => taken)];
  return actsOf('agreement', acts)
    .filter(({ content }) => content.signedOn <= asOf)
    .map(({ content }) => ({ agreement: content, ...agreementState(content, payments, asOf) }));
}
