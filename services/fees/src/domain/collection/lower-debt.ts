import type { IssuedInvoice, WriteOff } from './facts';
import type { Allocation } from './line-result';
import type { MatchingState } from './matching-state';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** An adjustment below zero lowers its invoice; what had been paid of it already becomes credit of the contract. */
export function adjustDown(state: MatchingState, { code, adjusts, contractNo, invoiceDate, total }: IssuedInvoice): void {
  const debt = adjusts === undefined ? undefined : state.debts.find(adjusts);
  if (!debt) {
    state.tasks.push({
      code: 'adjustment_without_invoice',
      subject: code,
      day: invoiceDate,
      vi: `Hóa đơn điều chỉnh giảm ${code} không có hóa đơn gốc vào ngày này; toàn bộ được ghi có cho hợp đồng`,
      en: `Adjustment ${code} has no invoice to lower on that day; all of it became credit of the contract`,
    });
  }
  const lowered = -total;
  const freed = lowered - (debt ? least(lowered, debt.open) : 0n);
  if (debt) state.debts.change(debt, invoiceDate, freed - lowered);
  const taken: Allocation[] = [];
  if (freed > 0n) state.credits.add({ contractNo, rest: freed, taken });
  state.adjustments.push({ adjustment: code, invoice: debt?.code ?? code, contractNo, day: invoiceDate, lowered, freed, taken });
}

/** Gives up what is open of an invoice, at most the approved amount. */
export function writeOff(state: MatchingState, { id, invoice, amount, day }: WriteOff): void {
  const debt = state.debts.find(invoice);
  const given = debt ? least(amount, debt.open) : 0n;
  if (given < amount) {
    state.tasks.push({
      code: 'write_off_does_not_fit',
      subject: id,
      day,
      vi: `Số xóa nợ ${id} lớn hơn số còn phải thu của ${invoice}; chỉ xóa phần còn phải thu`,
      en: `Write-off ${id} exceeds what is open of ${invoice}; only what is open was written off`,
    });
  }
  if (!debt || given <= 0n) return;
  state.debts.change(debt, day, -given);
  state.writeOffs.push({ id, invoice, contractNo: debt.contractNo, day, amount: given });
}
