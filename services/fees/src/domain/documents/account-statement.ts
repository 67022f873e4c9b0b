import type { AdministrativeDocument, TableRow } from '@kcn/documents';
import { amountInWords, formatDate } from '@kcn/vietnam';
import type { Creditor } from '../contracts/creditor';
import type { ContractAccount } from './account-movements';
import { debtorLine, documentHead } from './document-head';
import type { Debtor } from './document-head';
import { dong } from './written-forms';

export interface AccountStatementOptions {
  readonly creditor: Creditor;
  readonly debtor: Debtor;
  readonly account: ContractAccount;
  /** Late interest to the last day, đồng. */
  readonly interest: bigint;
}

const totalRow = (text: string, amounts: readonly [string, string, string]): TableRow => ({
  cells: [{ text, span: 3, align: 'left' }, ...amounts],
  style: 'total',
});

function tableRows({ from, to, opening, movements, closing }: ContractAccount): TableRow[] {
  let balance = opening;
  const rows = movements.map(({ day, document, text, amount }): TableRow => {
    balance += amount;
    const [up, down] = amount >= 0n ? [dong(amount), ''] : ['', dong(-amount)];
    return { cells: [formatDate(day), document, text, up, down, dong(balance)] };
  });
  const sum = (sign: 1n | -1n): string => dong(movements.reduce((all, { amount }) => (amount * sign > 0n ? all + amount * sign : all), 0n));
  return [
    totalRow(`Số dư đầu kỳ (trước ngày ${formatDate(from)})`, ['', '', dong(opening)]),
    ...rows,
    totalRow('Cộng phát sinh trong kỳ', [sum(1n), sum(-1n), '']),
    totalRow(`Số dư cuối kỳ (hết ngày ${formatDate(to)})`, ['', '', dong(closing)]),
  ];
}

/** What a balance means, in figures and words. */
export function balanceSentence(closing: bigint): string {
  if (closing === 0n) return 'không còn nợ';
  const [what, amount] = closing > 0n ? ['còn phải nộp', closing] : ['đã nộp trước', -closing];
  return `${what} ${dong(amount)} đồng (${amountInWords(amount)})`;
}

/** The statement of account (bảng kê công nợ) of a contract between two days, dated the last of them. */
export function accountStatement({ creditor, debtor, account, interest }: AccountStatementOptions): AdministrativeDocument {
  const { contractNo, from, to, closing } = account;
  return {
    ...documentHead({
      creditors: [creditor],
      title: `Bảng kê công nợ ${contractNo} ${from} – ${to}`,
      symbol: `${contractNo}/BK`,
      date: to,
    }),
    heading: { kind: 'BẢNG KÊ CÔNG NỢ', subject: `Hợp đồng ${contractNo}, từ ngày ${formatDate(from)} đến ngày ${formatDate(to)}` },
    body: [
      {
        kind: 'fields',
        labelShare: 0.24,
        fields: [
          { label: 'Đơn vị nộp tiền:', value: [{ text: debtorLine(debtor), bold: true }] },
          { label: 'Đơn vị thu:', value: creditor.name },
        ],
      },
      {
        kind: 'table',
        unitNote: 'Đơn vị tính: đồng; số dư âm là số nộp trước',
        size: 'small',
        columns: [
          { title: 'Ngày', width: 13, align: 'center' },
          { title: 'Chứng từ', width: 23 },
          { title: 'Diễn giải', width: 24 },
          { title: 'Phải nộp', width: 14, align: 'right' },
          { title: 'Đã nộp, giảm', width: 14, align: 'right' },
          { title: 'Số dư', width: 14, align: 'right' },
        ],
        rows: tableRows(account),
      },
      { kind: 'paragraph', text: `Đến hết ngày ${formatDate(to)}, đơn vị nộp tiền ${balanceSentence(closing)}.` },
      ...(interest === 0n
        ? []
        : [
            {
              kind: 'paragraph' as const,
              text: `Tiền chậm nộp tính đến ngày ${formatDate(to)}, chưa gồm trong số dư: ${dong(interest)} đồng.`,
            },
          ]),
    ],
    signatures: [
      { capacity: ['NGƯỜI LẬP BIỂU'], note: '(Ký, ghi rõ họ tên)' },
      { capacity: ['KẾ TOÁN TRƯỞNG'], note: '(Ký, ghi rõ họ tên)' },
      { capacity: ['GIÁM ĐỐC'], note: '(Ký, họ tên, đóng dấu)' },
    ],
  };
}
