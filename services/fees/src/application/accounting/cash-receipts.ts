import { invalid } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { Runs } from '../ports';
import type { ContentOf } from './act';
import { nextCashNumber } from './cash-numbers';
import { checkNotInFuture } from './refusals';
import type { ActRule } from './two-person-act';

const badAmount = (): Error => invalid('bad_amount', { vi: 'Số tiền phải trên 0', en: 'The amount must be above 0' });

/** Cash at the counter. Each cash box numbers its receipts from 1 each year: `PT2026-000001`. */
export const cashReceiptRule = ({
  runs,
  today,
}: {
  readonly runs: Pick<Runs, 'reserve'>;
  readonly today: () => PlainDate;
}): ActRule<ContentOf<'cash-receipt'>> => ({
  proposedBy: 'accountant',
  confirmedBy: undefined,
  moves: true,
  subjectOf: ({ cashBox, receiptNo }) => `${cashBox}/${receiptNo}`,
  async judge(content, { session, board }) {
    checkNotInFuture(content.receivedOn, today());
    if (content.amount <= 0n) throw badAmount();
    const { cashBox, receivedOn: day } = content;
    return { ...content, receiptNo: await nextCashNumber(runs, { session, board, cashBox, paper: 'PT', day }) };
  },
});
