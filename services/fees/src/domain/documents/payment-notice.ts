import type { AdministrativeDocument, Block, TableRow } from '@kcn/documents';
import type { PlainDate } from '@kcn/kernel';
import { amountInWords, formatDate } from '@kcn/vietnam';
import type { InterestTerms } from '../arrears/late-interest';
import type { Creditor } from '../contracts/creditor';
import type { Invoice } from '../invoices/invoice';
import { SERVICE_NAMES } from '../invoices/service-names';
import { paymentPurpose } from '../payment-notice/payment-purpose';
import { CHARGE_COLUMNS, chargeRows, sumRow } from './charge-rows';
import type { ChargedInvoice } from './charge-rows';
import { debtorLine, DIRECTOR, documentHead } from './document-head';
import { latePaymentClause } from './late-payment-clause';
import { transferCode } from './transfer-code';
import { dong, periodName } from './written-forms';

/** An invoice or an adjustment, as its notice tells it. */
export type NoticedInvoice = ChargedInvoice &
  Pick<Invoice, 'contractNo' | 'parkCode' | 'enterpriseTaxCode' | 'enterpriseName' | 'invoiceDate' | 'dueDate'>;

export interface PaymentNoticeOptions {
  readonly invoice: NoticedInvoice;
  readonly symbol: string;
  readonly number: number;
  readonly creditor: Creditor;
  readonly terms: InterestTerms;
  /** What is still to be paid on a day; absent = the whole invoice, as it was issued. */
  readonly standing?: { readonly asOf: PlainDate; readonly open: bigint } | undefined;
}

const words = (amount: bigint): Block => ({
  kind: 'paragraph',
  text: [{ text: 'Bằng chữ: ' }, { text: `${amountInWords(amount)}.`, italic: true }],
});

/** How to pay and by when; nothing is asked for where nothing is open. */
function paymentBlocks({ invoice, creditor, terms, standing }: PaymentNoticeOptions, due: bigint): Block[] {
  if (due <= 0n) {
    const text =
      standing === undefined
        ? 'Số tiền trên được trừ vào số Quý đơn vị phải nộp. Quý đơn vị không phải nộp thêm cho văn bản này.'
        : `Đến hết ngày ${formatDate(standing.asOf)} Quý đơn vị không còn phải nộp khoản nào của hóa đơn này.`;
    return [{ kind: 'paragraph', text }];
  }
  const clause = latePaymentClause(terms);
  return [
    {
      kind: 'paragraph',
      text: [
        { text: 'Hạn nộp: ' },
        { text: `chậm nhất ngày ${formatDate(invoice.dueDate)}`, bold: true },
        { text: `.${clause === '' ? '' : ` ${clause}`}` },
      ],
    },
    {
      kind: 'paragraph',
      text: 'Khi chuyển khoản, đề nghị ghi đúng nội dung dưới đây để khoản tiền được ghi nhận ngay cho hóa đơn:',
    },
    transferCode({ creditor, amount: due, purpose: paymentPurpose({ invoiceCode: invoice.code, contractNo: invoice.contractNo }) }),
  ];
}

/**
 * The payment notice (thông báo nộp tiền) of one invoice.
 * @throws DomainError precondition `no_payment_purpose`, `creditor_has_no_account`; invalid `bad_transfer`: there is no notice
 * without the code that lets a transfer match by itself
 */
export function paymentNotice(options: PaymentNoticeOptions): AdministrativeDocument {
  const { invoice, symbol, number, creditor, standing } = options;
  const due = standing?.open ?? invoice.total;
  const subject = `${SERVICE_NAMES[invoice.service].toLowerCase()} ${periodName(invoice.period)}`;
  const decisions = [
    ...new Set(invoice.parts.flatMap((part) => ('decisionNo' in part && part.decisionNo !== '' ? [part.decisionNo] : []))),
  ];
  const settledRows: TableRow[] =
    standing === undefined
      ? []
      : [
          sumRow(`Đã nộp, đã trừ đến hết ngày ${formatDate(standing.asOf)}`, dong(invoice.total - standing.open)),
          sumRow('Còn phải nộp', dong(standing.open), 'total'),
        ];
  return {
    ...documentHead({
      creditors: [creditor],
      title: `Thông báo nộp tiền ${invoice.code}`,
      symbol: `${invoice.code}/TB`,
      date: standing?.asOf ?? invoice.invoiceDate,
    }),
    heading: { kind: 'THÔNG BÁO', subject: `Về việc ${invoice.total < 0n ? 'giảm' : 'nộp'} ${subject}` },
    addressees: [debtorLine({ name: invoice.enterpriseName, taxCode: invoice.enterpriseTaxCode })],
    body: [
      {
        kind: 'paragraph',
        text: [
          { text: 'Căn cứ Hợp đồng số ' },
          { text: invoice.contractNo, bold: true },
          { text: `${decisions.map((decision) => `; căn cứ ${decision} về đơn giá`).join('')};` },
        ],
      },
      {
        kind: 'paragraph',
        text: `${creditor.name} thông báo số tiền Quý đơn vị phải nộp theo hóa đơn ${invoice.code} (ký hiệu ${symbol === '' ? '–' : symbol}, số ${String(number)}, ngày ${formatDate(invoice.invoiceDate)}) như sau:`,
      },
      {
        kind: 'table',
        unitNote: 'Đơn vị tính: đồng',
        size: 'small',
        columns: CHARGE_COLUMNS,
        rows: [...chargeRows(invoice), ...settledRows],
      },
      words(due),
      ...paymentBlocks(options, due),
    ],
    signatures: [DIRECTOR],
    recipients: ['Như trên;', 'Lưu: VT, KT.'],
  };
}
