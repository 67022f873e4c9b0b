import type { AdministrativeDocument, Block, TableRow } from '@kcn/documents';
import { precondition } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { amountInWords, formatDate } from '@kcn/vietnam';
import { daysPastDue } from '../arrears/ageing';
import { DEFAULT_LADDER } from '../arrears/reminder-ladder';
import type { ReminderStepName } from '../arrears/reminder-ladder';
import type { Creditor } from '../contracts/creditor';
import { paymentPurpose } from '../payment-notice/payment-purpose';
import { debtorLine, DIRECTOR, documentHead } from './document-head';
import type { Debtor } from './document-head';
import { reminderText } from './reminder-texts';
import { transferCode } from './transfer-code';
import { dong, shortPeriodName } from './written-forms';

/** An open invoice that a letter reminds of. Money in đồng. */
export interface RemindedDebt {
  readonly invoice: string;
  readonly period: string;
  readonly dueDate: PlainDate;
  readonly open: bigint;
  /** Late interest to the letter's day, rounded. */
  readonly interest: bigint;
}

/** The invoices of one contract; each contract gets a code of its own to pay by. */
export interface RemindedContract {
  readonly contractNo: string;
  readonly creditor: Creditor;
  /** At least one, oldest first. */
  readonly debts: readonly RemindedDebt[];
}

export interface ReminderLetterOptions {
  readonly debtor: Debtor;
  readonly step: ReminderStepName;
  /** The day of the letter, up to which interest was reckoned. */
  readonly asOf: PlainDate;
  readonly contracts: readonly RemindedContract[];
  /** Number and symbol; default made of the debtor, the day and the step. */
  readonly symbol?: string;
}

const nothingToRemind = (taxCode: string): Error =>
  precondition('nothing_to_remind', {
    vi: `Đơn vị ${taxCode} không có khoản nào phải nhắc`,
    en: `The debtor ${taxCode} has nothing to be reminded of`,
    params: { taxCode },
  });

const sumOf = (contracts: readonly RemindedContract[], amount: (debt: RemindedDebt) => bigint): bigint =>
  contracts.reduce((all, { debts }) => debts.reduce((sum, debt) => sum + amount(debt), all), 0n);

function debtRow({ invoice, period, dueDate, open, interest }: RemindedDebt, asOf: PlainDate): TableRow {
  const days = daysPastDue(dueDate, asOf);
  return {
    cells: [`${invoice} (${shortPeriodName(period)})`, formatDate(dueDate), days > 0 ? String(days) : '–', dong(open), dong(interest)],
  };
}

function debtTable(contracts: readonly RemindedContract[], asOf: PlainDate): Block {
  const rows = contracts.flatMap(({ contractNo, debts }): TableRow[] => [
    { cells: [{ text: `Hợp đồng ${contractNo}`, span: 5 }], style: 'group' },
    ...debts.map((debt) => debtRow(debt, asOf)),
  ]);
  const total: TableRow = {
    cells: [{ text: 'Cộng', span: 3 }, dong(sumOf(contracts, ({ open }) => open)), dong(sumOf(contracts, ({ interest }) => interest))],
    style: 'total',
  };
  return {
    kind: 'table',
    unitNote: `Đơn vị tính: đồng; tiền chậm nộp tính đến ngày ${formatDate(asOf)}`,
    size: 'small',
    columns: [
      { title: 'Hóa đơn', width: 38 },
      { title: 'Hạn nộp', width: 15, align: 'center' },
      { title: 'Số ngày quá hạn', width: 11, align: 'center' },
      { title: 'Còn phải nộp', width: 19, align: 'right' },
      { title: 'Tiền chậm nộp', width: 17, align: 'right' },
    ],
    rows: [...rows, total],
  };
}

/** The code of a contract pays its principal; what names the contract pays its oldest invoice first. */
const codeOf = ({ contractNo, creditor, debts }: RemindedContract): Block[] => [
  { kind: 'heading', level: 3, text: `Hợp đồng ${contractNo}` },
  transferCode({
    creditor,
    amount: debts.reduce((sum, { open }) => sum + open, 0n),
    purpose: paymentPurpose({ invoiceCode: contractNo, contractNo }),
  }),
];

/**
 * One letter to a debtor for all that is listed, whoever of the board's creditors it is owed to.
 * @throws DomainError precondition `nothing_to_remind`, `no_payment_purpose`, `creditor_has_no_account`; invalid `bad_transfer`
 */
export function reminderLetter({ debtor, step, asOf, contracts, symbol }: ReminderLetterOptions): AdministrativeDocument {
  const owing = contracts.filter(({ debts }) => debts.length > 0);
  if (owing.length === 0) throw nothingToRemind(debtor.taxCode);
  const creditors = [...new Map(owing.map(({ creditor }) => [creditor.creditor, creditor])).values()];
  const { kind, subject, opening, closing } = reminderText(step, asOf);
  const [open, interest] = [sumOf(owing, (debt) => debt.open), sumOf(owing, (debt) => debt.interest)];
  const tellsBoard = DEFAULT_LADDER.some(({ name, tellsBoard: tells }) => name === step && tells);
  return {
    ...documentHead({
      creditors,
      title: `Nhắc nộp tiền ${debtor.taxCode} ${asOf} ${step}`,
      symbol: symbol ?? `${debtor.taxCode}-${asOf.replaceAll('-', '')}/TB`,
      date: asOf,
    }),
    heading: kind === undefined ? { subject } : { kind, subject },
    addressees: [debtorLine(debtor)],
    body: [
      {
        kind: 'paragraph',
        text: `${creditors.map(({ name }) => name).join(' và ')} thông báo: tính đến hết ngày ${formatDate(asOf)}, ${opening}:`,
      },
      debtTable(owing, asOf),
      {
        kind: 'paragraph',
        text: [{ text: 'Số tiền còn phải nộp bằng chữ: ' }, { text: `${amountInWords(open)}.`, italic: true }],
      },
      ...(interest === 0n
        ? []
        : [
            {
              kind: 'paragraph' as const,
              text: `Tiền chậm nộp tạm tính là ${dong(interest)} đồng, được thu theo thông báo riêng và không gồm trong mã chuyển khoản.`,
            },
          ]),
      ...closing.map((text) => ({ kind: 'paragraph' as const, text })),
      ...owing.flatMap(codeOf),
    ],
    signatures: creditors.map((creditor) =>
      creditors.length === 1 ? DIRECTOR : { ...DIRECTOR, capacity: [creditor.name.toUpperCase(), ...DIRECTOR.capacity] },
    ),
    recipients: ['Như trên;', ...(tellsBoard ? ['Ban Quản lý các khu công nghiệp (để báo cáo);'] : []), 'Lưu: VT, KT.'],
  };
}
