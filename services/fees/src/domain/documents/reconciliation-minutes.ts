import type { AdministrativeDocument, Block, TableRow } from '@kcn/documents';
import type { PlainDate } from '@kcn/kernel';
import { formatDate } from '@kcn/vietnam';
import type { Creditor } from '../contracts/creditor';
import type { ContractAccount } from './account-movements';
import { balanceSentence } from './account-statement';
import { documentHead } from './document-head';
import type { Debtor } from './document-head';
import { dong, shortPeriodName } from './written-forms';

/** An invoice that is open on the day. Money in đồng. */
export interface OpenInvoice {
  readonly invoice: string;
  readonly contractNo: string;
  readonly period: string;
  readonly dueDate: PlainDate;
  readonly total: bigint;
  readonly open: bigint;
  readonly interest: bigint;
}

export interface ReconciliationOptions {
  readonly creditor: Creditor;
  readonly debtor: Debtor;
  /** From when on movements are summed up, and the day of the reconciliation. */
  readonly from: PlainDate;
  readonly asOf: PlainDate;
  /** The debtor's contracts with that creditor. */
  readonly accounts: readonly ContractAccount[];
  readonly openInvoices: readonly OpenInvoice[];
  /** Late interest of all invoices, of those that were paid late too. */
  readonly interest: bigint;
}

const party = (title: string, fields: readonly (readonly [string, string])[]): Block[] => [
  { kind: 'heading', level: 2, text: title },
  { kind: 'fields', labelShare: 0.24, fields: fields.map(([label, value]) => ({ label: `${label}:`, value: value === '' ? '…' : value })) },
];

function sums({ movements }: ContractAccount): { readonly up: bigint; readonly down: bigint } {
  let [up, down] = [0n, 0n];
  for (const { kind, amount } of movements)
    if (kind === 'INVOICE' || kind === 'ADJUSTMENT') up += amount;
    else down -= amount;
  return { up, down };
}

function accountTable(accounts: readonly ContractAccount[], { from, asOf }: Pick<ReconciliationOptions, 'from' | 'asOf'>): Block {
  const rows = accounts.map((account) => ({ ...account, ...sums(account) }));
  const total = (of: (row: (typeof rows)[number]) => bigint): string => dong(rows.reduce((sum, row) => sum + of(row), 0n));
  return {
    kind: 'table',
    caption: `1. Số phát sinh từ ngày ${formatDate(from)} đến hết ngày ${formatDate(asOf)}`,
    unitNote: 'Đơn vị tính: đồng; số dư âm là số nộp trước',
    size: 'small',
    columns: [
      { title: 'Hợp đồng', width: 20 },
      { title: 'Dư đầu kỳ', width: 20, align: 'right' },
      { title: 'Phải nộp', width: 20, align: 'right' },
      { title: 'Đã nộp, giảm', width: 20, align: 'right' },
      { title: 'Dư cuối kỳ', width: 20, align: 'right' },
    ],
    rows: [
      ...rows.map(
        ({ contractNo, opening, up, down, closing }): TableRow => ({
          cells: [contractNo, dong(opening), dong(up), dong(down), dong(closing)],
        }),
      ),
      {
        cells: ['Cộng', total(({ opening }) => opening), total(({ up }) => up), total(({ down }) => down), total(({ closing }) => closing)],
        style: 'total',
      },
    ],
  };
}

function openTable(openInvoices: readonly OpenInvoice[], asOf: PlainDate): Block[] {
  if (openInvoices.length === 0) return [];
  const total = (of: (invoice: OpenInvoice) => bigint): string => dong(openInvoices.reduce((sum, invoice) => sum + of(invoice), 0n));
  return [
    {
      kind: 'table',
      caption: `2. Các hóa đơn chưa nộp đủ đến hết ngày ${formatDate(asOf)}`,
      unitNote: 'Đơn vị tính: đồng',
      size: 'small',
      columns: [
        { title: 'Hóa đơn', width: 36 },
        { title: 'Hạn nộp', width: 15, align: 'center' },
        { title: 'Số tiền', width: 17, align: 'right' },
        { title: 'Còn phải nộp', width: 17, align: 'right' },
        { title: 'Tiền chậm nộp', width: 15, align: 'right' },
      ],
      rows: [
        ...openInvoices.map(
          ({ invoice, period, dueDate, total: whole, open, interest }): TableRow => ({
            cells: [`${invoice} (${shortPeriodName(period)})`, formatDate(dueDate), dong(whole), dong(open), dong(interest)],
          }),
        ),
        {
          cells: [{ text: 'Cộng', span: 2 }, total((one) => one.total), total(({ open }) => open), total(({ interest }) => interest)],
          style: 'total',
        },
      ],
    },
  ];
}

/** Minutes of the reconciliation of debts (biên bản đối chiếu công nợ) between a creditor and a debtor as of a day. */
export function reconciliationMinutes(options: ReconciliationOptions): AdministrativeDocument {
  const { creditor, debtor, from, asOf, accounts, openInvoices, interest } = options;
  const closing = accounts.reduce((sum, account) => sum + account.closing, 0n);
  // The day of signing is written by hand.
  const { date: _signedByHand, ...head } = documentHead({
    creditors: [creditor],
    title: `Biên bản đối chiếu công nợ ${debtor.taxCode} ${asOf}`,
    symbol: `${debtor.taxCode}-${asOf.replaceAll('-', '')}/BB`,
    date: asOf,
  });
  return {
    ...head,
    heading: { kind: 'BIÊN BẢN', subject: `Đối chiếu công nợ đến hết ngày ${formatDate(asOf)}` },
    body: [
      {
        kind: 'paragraph',
        text: `Hôm nay, ngày … tháng … năm …, hai bên cùng đối chiếu công nợ của các hợp đồng ${accounts.map(({ contractNo }) => contractNo).join(', ')}.`,
      },
      ...party(`Bên A (bên thu): ${creditor.name}`, [
        ['Mã số thuế', creditor.taxCode],
        ['Địa chỉ', creditor.address],
        ['Đại diện', '……………………………… Chức vụ: ………………………'],
      ]),
      ...party(`Bên B (bên nộp): ${debtor.name}`, [
        ['Mã số thuế', debtor.taxCode],
        ['Đại diện', '……………………………… Chức vụ: ………………………'],
      ]),
      accountTable(accounts, { from, asOf }),
      ...openTable(openInvoices, asOf),
      {
        kind: 'paragraph',
        text: [{ text: 'Kết luận: ', bold: true }, { text: `đến hết ngày ${formatDate(asOf)}, Bên B ${balanceSentence(closing)}.` }],
      },
      ...(interest === 0n
        ? []
        : [
            {
              kind: 'paragraph' as const,
              text: `Tiền chậm nộp tạm tính đến ngày ${formatDate(asOf)}, kể cả của các khoản đã nộp chậm, chưa gồm trong số trên: ${dong(interest)} đồng.`,
            },
          ]),
      {
        kind: 'paragraph',
        text: 'Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản. Trong 10 ngày kể từ ngày nhận được biên bản, nếu Bên B không có ý kiến khác bằng văn bản thì số liệu trên là số liệu để hai bên thanh toán.',
      },
    ],
    signatures: [
      { capacity: ['ĐẠI DIỆN BÊN A'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
      { capacity: ['ĐẠI DIỆN BÊN B'], note: '(Ký, ghi rõ họ tên, đóng dấu)' },
    ],
  };
}
