import type { InterestTerms } from '../arrears/late-interest';
import { decimal } from './written-forms';

/** What paying late costs, as the contract or the law says it; '' where nothing does. */
export function latePaymentClause({ lateRegime, lateRatePercent }: InterestTerms): string {
  switch (lateRegime) {
    case 'CIVIL':
      return lateRatePercent === ''
        ? 'Quá thời hạn trên, Quý đơn vị phải trả thêm tiền lãi chậm trả 10%/năm tính trên số tiền và số ngày chậm nộp (Điều 468 Bộ luật Dân sự).'
        : `Quá thời hạn trên, Quý đơn vị phải trả thêm tiền lãi chậm trả ${decimal(lateRatePercent)}%/năm tính trên số tiền và số ngày chậm nộp theo hợp đồng.`;
    case 'BUDGET':
      return 'Quá thời hạn trên, Quý đơn vị phải nộp thêm tiền chậm nộp 0,03%/ngày tính trên số tiền chậm nộp.';
    case 'NONE':
      return '';
  }
}
