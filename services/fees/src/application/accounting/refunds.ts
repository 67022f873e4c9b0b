import { invalid, precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { foldCollection } from '../../domain/collection/fold';
import type { Runs } from '../ports';
import type { RefundContent } from './act';
import { nextCashNumber } from './cash-numbers';
import type { ReadFacts } from './known-facts-of';
import { checkNotInFuture, contractNotFound } from './refusals';
import type { ActRule } from './two-person-act';

const PROPOSED = 'proposed';

const badRefund = (): Error =>
  invalid('bad_refund', {
    vi: 'Hoàn trả bằng tiền mặt cần cash_box; qua ngân hàng thì không có cash_box',
    en: 'A refund in cash needs a cash_box; one by the bank has none',
  });
const doesNotFit = (contractNo: string): Error =>
  precondition('refund_does_not_fit', {
    vi: `Số hoàn trả vượt số dư có của hợp đồng ${contractNo} vào ngày đó`,
    en: `The refund exceeds the credit of the contract ${contractNo} on that day`,
  });

/** Paying back what stands to a contract's credit: one accountant asks for it, another confirms. */
export const refundRule = ({
  facts: readFacts,
  runs,
  today,
}: {
  readonly facts: ReadFacts;
  readonly runs: Pick<Runs, 'reserve'>;
  readonly today: () => PlainDate;
}): ActRule<RefundContent> => ({
  proposedBy: 'accountant',
  confirmedBy: 'accountant',
  moves: true,
  subjectOf: ({ contractNo }) => contractNo,
  async judge(content, { session, board, isFinal }) {
    const { contractNo, amount, paidOn: day, way, cashBox } = content;
    checkNotInFuture(day, today());
    if ((way === 'CASH') === (cashBox === '')) throw badRefund();
    const facts = await readFacts(session, board);
    if (!facts.contracts.some((contract) => contract.contractNo === contractNo)) throw contractNotFound(contractNo);
    const shortOf = (refunds: ReturnType<typeof foldCollection>['refunds']): number =>
      refunds.filter(({ covered, amount: paid }) => covered < paid).length;
    const known = facts.refunds ?? [];
    const after = foldCollection({ ...facts, refunds: [...known, { id: PROPOSED, contractNo, amount, day, way }] }).refunds;
    // Nor may it take the credit that a later refund was paid from.
    if (shortOf(after) > shortOf(foldCollection(facts).refunds)) throw doesNotFit(contractNo);
    if (!isFinal || way !== 'CASH') return content;
    return { ...content, voucherNo: await nextCashNumber(runs, { session, board, cashBox, paper: 'PC', day }) };
  },
});
