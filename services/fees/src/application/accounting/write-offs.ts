import { precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { foldCollection } from '../../domain/collection/fold';
import type { ContentOf } from './act';
import { checkNotInFuture, invoiceNotFound } from './refusals';
import type { ReadFacts } from './known-facts-of';
import type { ActRule } from './two-person-act';

const PROPOSED = 'proposed';

const doesNotFit = (code: string): Error =>
  precondition('write_off_does_not_fit', {
    vi: `Số xóa nợ phải trên 0 và không vượt số còn phải thu của ${code} vào ngày đó`,
    en: `A write-off must be above 0 and not exceed what is open of ${code} on that day`,
  });

/** Giving up what an invoice has open: one accountant asks for it, another confirms. */
export const writeOffRule = ({
  facts: readFacts,
  today,
}: {
  readonly facts: ReadFacts;
  readonly today: () => PlainDate;
}): ActRule<ContentOf<'write-off'>> => ({
  proposedBy: 'accountant',
  confirmedBy: 'accountant',
  moves: true,
  subjectOf: ({ invoice }) => invoice,
  async judge(content, { session, board }) {
    const { invoice, amount, day } = content;
    checkNotInFuture(day, today());
    const facts = await readFacts(session, board);
    if (!facts.invoices.some(({ code, total }) => code === invoice && total > 0n)) throw invoiceNotFound(invoice);
    const { writeOffs } = foldCollection({ ...facts, writeOffs: [...(facts.writeOffs ?? []), { id: PROPOSED, invoice, amount, day }] });
    if (writeOffs.find(({ id }) => id === PROPOSED)?.amount !== amount) throw doesNotFit(invoice);
    return content;
  },
});
