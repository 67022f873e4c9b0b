import { invalid, notFound } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';

export const contractNotFound = (contractNo: string): Error =>
  notFound('contract_not_found', { vi: `Không có hợp đồng "${contractNo}"`, en: `There is no contract "${contractNo}"` });

export const invoiceNotFound = (code: string): Error =>
  notFound('invoice_not_found', { vi: `Không có hóa đơn "${code}"`, en: `There is no invoice "${code}"` });

/** @throws DomainError invalid `day_in_future` */
export function checkNotInFuture(day: PlainDate, today: PlainDate): void {
  if (day <= today) return;
  throw invalid('day_in_future', { vi: `Ngày ${day} chưa đến`, en: `${day} has not come yet` });
}
