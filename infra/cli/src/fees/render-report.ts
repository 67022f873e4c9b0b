import { renderTable } from '../output/table';
import { day, number } from '../output/vietnamese';
import type { Money } from './billing-run';

/** The members of a fee report that people are shown; a document has more. */
export interface FeeReport {
  readonly as_of: string;
  readonly through: string;
  readonly invoices: readonly Readonly<Record<string, unknown>>[];
  readonly errors: readonly { readonly contract_no: string; readonly period: string; readonly vi: string }[];
  readonly lines: readonly { readonly rule: string; readonly amount: Money; readonly account: string; readonly bank_ref: string }[];
  readonly balances: readonly {
    readonly contract_no: string;
    readonly invoiced: Money;
    readonly allocated: Money;
    readonly open: Money;
    readonly credit: Money;
    readonly balance: Money;
    readonly interest: Money;
  }[];
  readonly ageing: readonly { readonly bucket: string; readonly invoices: number; readonly amount: Money }[];
  readonly plan: readonly {
    readonly year: number;
    readonly service: string;
    readonly park_code: string;
    readonly expected: Money;
    readonly collected: Money;
    readonly percent: string | null;
  }[];
  readonly totals: Readonly<Record<string, unknown>>;
}

const BUCKETS: Readonly<Record<string, string>> = { 'not due': 'chưa đến hạn', 'over 365': 'trên 365 ngày' };
const TOTALS: readonly (readonly [name: string, vi: string])[] = [
  ['invoices', 'hóa đơn'],
  ['net', 'trước thuế'],
  ['vat', 'thuế GTGT'],
  ['total', 'phải thu'],
  ['allocated', 'đã gạch nợ'],
  ['written_off', 'đã xóa nợ'],
  ['open', 'còn phải thu'],
  ['credit', 'trả thừa'],
  ['balance', 'số dư'],
  ['interest', 'lãi chậm trả'],
  ['unmatched', 'chưa khớp'],
  ['errors', 'không tính được'],
];

const owes = ({ open, credit }: FeeReport['balances'][number]): boolean => Number(open) !== 0 || Number(credit) !== 0;

/** Totals, ageing, who owes or has paid too much, what came of the plan, and what could not be charged. Money in đồng. */
export function renderReport(report: FeeReport): string {
  const totals = TOTALS.filter(([name]) => report.totals[name] !== undefined).map(([name, vi]) => [
    vi,
    number(report.totals[name] as Money),
  ]);
  const ageing = report.ageing.map(({ bucket, invoices, amount }) => [
    BUCKETS[bucket] ?? `${bucket} ngày`,
    number(invoices),
    number(amount),
  ]);
  const balances = report.balances
    .filter(owes)
    .map((one) => [one.contract_no, ...[one.invoiced, one.allocated, one.open, one.credit, one.balance, one.interest].map(number)]);
  const plan = report.plan.map((one) => [
    String(one.year),
    one.service,
    one.park_code,
    number(one.expected),
    number(one.collected),
    number(one.percent),
  ]);
  const errors = report.errors.map((one) => [one.contract_no, one.period, one.vi]);
  const indent = '  ';
  return [
    `Thu phí hạ tầng đến ngày ${day(report.as_of)} / infrastructure fees\n`,
    renderTable(totals, { right: [1], indent }),
    'Tuổi nợ / ageing\n',
    renderTable([['quá hạn', 'hóa đơn', 'số tiền'], ...ageing], { right: [1, 2], indent }),
    'Còn nợ hoặc trả thừa / who owes, who has paid too much\n',
    renderTable([['hợp đồng', 'phải thu', 'đã thu', 'còn nợ', 'trả thừa', 'số dư', 'lãi'], ...balances], {
      right: [1, 2, 3, 4, 5, 6],
      indent,
    }),
    'So với kế hoạch / against plan\n',
    renderTable([['năm', 'dịch vụ', 'khu', 'kế hoạch', 'đã thu', '%'], ...plan], { right: [3, 4, 5], indent }),
    ...(errors.length === 0
      ? []
      : ['Không tính được / could not be charged\n', renderTable([['hợp đồng', 'kỳ', 'lý do'], ...errors], { indent })]),
  ].join('');
}
