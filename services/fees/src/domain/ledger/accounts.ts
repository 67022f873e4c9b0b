import type { LocalizedText } from '@kcn/kernel';

/** What an account is for; the code stands in the chart. */
export type AccountRole =
  | 'BANK'
  | 'CASH'
  | 'RECEIVABLE'
  | 'CUSTOMER_CREDIT'
  | 'SUSPENSE'
  | 'REVENUE'
  | 'VAT'
  | 'WRITE_OFF'
  | 'INTEREST_RECEIVABLE'
  | 'INTEREST_INCOME';

export interface Account extends LocalizedText {
  readonly code: string;
}

export type ChartOfAccounts = Readonly<Record<AccountRole, Account>>;

/** Codes after the enterprise chart (TT 99/2025); a public unit puts its own in their place. */
export const DEFAULT_CHART: ChartOfAccounts = {
  BANK: { code: '112', vi: 'Tiền gửi ngân hàng', en: 'Cash at bank' },
  CASH: { code: '111', vi: 'Tiền mặt', en: 'Cash in hand' },
  RECEIVABLE: { code: '131', vi: 'Phải thu của khách hàng', en: 'Receivables from customers' },
  CUSTOMER_CREDIT: { code: '131UT', vi: 'Khách hàng trả trước', en: 'Customers’ credit' },
  SUSPENSE: { code: '3388', vi: 'Tiền chưa xác định', en: 'Unidentified receipts' },
  REVENUE: { code: '511', vi: 'Doanh thu', en: 'Revenue' },
  VAT: { code: '33311', vi: 'Thuế GTGT đầu ra', en: 'Output VAT' },
  WRITE_OFF: { code: '642', vi: 'Xóa nợ', en: 'Debts written off' },
  INTEREST_RECEIVABLE: { code: '1388', vi: 'Phải thu tiền lãi chậm trả', en: 'Demanded late interest' },
  INTEREST_INCOME: { code: '515', vi: 'Tiền lãi chậm trả', en: 'Late interest' },
};
