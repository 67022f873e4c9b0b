import { invalid, precondition } from '@kcn/kernel';
import { decimalFraction, compare, ONE, percentFraction, ZERO } from '@kcn/kernel/fraction';
import { findDayExemptedBeyondWhole } from '../../domain/contracts/exemption-limit';
import type { Records } from '../ports';
import type { Acts, ExemptionContent } from './act';
import { exemptionsOf, toExemption } from './act-facts';
import { contractNotFound } from './refusals';
import type { ActRule } from './two-person-act';

const badExemption = (): Error =>
  invalid('bad_exemption', {
    vi: 'Miễn giảm cần tỷ lệ trên 0 đến 100 %, hoặc số tiền trên 0 kèm loại tiền, và ngày đầu không sau ngày cuối',
    en: 'An exemption needs a percentage above 0 up to 100, or an amount above 0 with its currency, and a first day not after the last',
  });

const beyondWhole = (day: string): Error =>
  precondition('exempted_beyond_whole', {
    vi: `Ngày ${day} tổng tỷ lệ miễn giảm vượt 100 %`,
    en: `On ${day} the exemptions take off more than the whole charge`,
  });

function checkShape({ from, to, percent, amount, currency }: ExemptionContent): void {
  const isShare = percent !== '' && amount === '' && currency === '';
  const isAmount = percent === '' && amount !== '' && currency !== '';
  if (from > to || isShare === isAmount) throw badExemption();
  const value = isShare ? percentFraction(percent) : decimalFraction(amount);
  if (compare(value, ZERO) <= 0 || (isShare && compare(value, ONE) > 0)) throw badExemption();
}

/** What is taken off a contract's charge: an accountant asks for it, the head approves. It edits no invoice. */
export const exemptionRule = ({
  acts,
  records,
}: {
  readonly acts: Acts;
  readonly records: Pick<Records, 'current'>;
}): ActRule<ExemptionContent> => ({
  proposedBy: 'accountant',
  confirmedBy: 'head',
  moves: false,
  subjectOf: ({ contractNo, from }) => `${contractNo}/${from}`,
  async judge(content, { session, board }) {
    checkShape(content);
    const { contractNo } = content;
    if ((await records.current(session, board, [{ kind: 'fee-contracts', key: contractNo }])).size === 0)
      throw contractNotFound(contractNo);
    const others = exemptionsOf(await acts.inForce(session, board)).filter((exemption) => exemption.contractNo === contractNo);
    const day = findDayExemptedBeyondWhole([...others, toExemption({ content, reason: '' })]);
    if (day !== undefined) throw beyondWhole(day);
    return content;
  },
});
