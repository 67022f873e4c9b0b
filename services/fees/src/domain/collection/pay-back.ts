import type { Refund } from './facts';
import type { MatchingState } from './matching-state';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Pays back what stands to the contract's credit, oldest first. The money is gone either way; what no credit covers raises a task. */
export function payBack(state: MatchingState, refund: Refund): void {
  const { id, contractNo, amount, day } = refund;
  let rest = amount;
  while (rest > 0n) {
    const lot = state.credits.findOldest(contractNo);
    if (!lot) break;
    const taken = least(lot.rest, rest);
    lot.rest -= taken;
    rest -= taken;
  }
  state.refunds.push({ ...refund, covered: amount - rest });
  if (rest === 0n) return;
  state.tasks.push({
    code: 'refund_does_not_fit',
    subject: id,
    day,
    vi: `Khoản hoàn trả ${id} lớn hơn số dư có của hợp đồng ${contractNo}; phần vượt nằm ở tài khoản chưa xác định`,
    en: `Refund ${id} exceeds the credit of the contract ${contractNo}; the excess stands on the account of unidentified money`,
  });
}
