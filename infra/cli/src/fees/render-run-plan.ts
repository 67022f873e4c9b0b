import type { TableRow } from '../output/table';
import { renderTable } from '../output/table';
import { day, number } from '../output/vietnamese';
import type { Money } from './billing-run';

/** What a dry run answers. */
export interface RunPlan {
  readonly through: string;
  readonly invoices: readonly {
    readonly code: string;
    readonly net: Money;
    readonly vat: Money;
    readonly total: Money;
    readonly invoice_date: string;
    readonly due_date: string;
  }[];
  readonly errors: readonly {
    readonly code: string;
    readonly contract_no: string;
    readonly period: string;
    readonly vi: string;
    readonly en: string;
  }[];
  readonly differences: readonly { readonly code: string; readonly net_difference: Money; readonly total_difference: Money }[];
  readonly unchanged: number;
  readonly total: Money;
}

const SHOWN = 40;

const section = (title: string, rows: readonly TableRow[], right: readonly number[]): string => {
  if (rows.length <= 1) return '';
  const rest = rows.length - 1 > SHOWN ? `  … ${number(rows.length - 1 - SHOWN)} dòng nữa, đủ trong --json / more with --json\n` : '';
  return `${title}\n${renderTable(rows.slice(0, SHOWN + 1), { right, indent: '  ' })}${rest}`;
};

/** What a run would issue, what it leaves out and why, and what would differ from invoices in force. */
export function renderRunPlan({ through, invoices, errors, differences, unchanged, total }: RunPlan): string {
  const head = `Đến hết tháng ${through}: ${number(invoices.length)} hóa đơn mới, ${number(total)} đồng; ${number(unchanged)} hóa đơn đã có, không đổi\n`;
  const invoiceRows = invoices.map((one) => [
    one.code,
    day(one.invoice_date),
    day(one.due_date),
    number(one.net),
    number(one.vat),
    number(one.total),
  ]);
  const errorRows = errors.flatMap((one): TableRow[] => [
    [one.contract_no, one.period, one.code, one.vi],
    ['', '', '', one.en],
  ]);
  const differenceRows = differences.map((one) => [one.code, number(one.net_difference), number(one.total_difference)]);
  return (
    head +
    section('Sẽ phát hành / would be issued', [['mã', 'ngày', 'hạn', 'trước thuế', 'thuế', 'tổng'], ...invoiceRows], [3, 4, 5]) +
    section('Không tính được / left out', [['hợp đồng', 'kỳ', 'mã', 'lý do'], ...errorRows], []) +
    section(
      'Khác hóa đơn đã phát hành, chỉ điều chỉnh được / differs from invoices in force',
      [['mã', 'trước thuế', 'tổng'], ...differenceRows],
      [1, 2],
    )
  );
}
