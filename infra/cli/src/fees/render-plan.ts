import { renderTable } from '../output/table';
import { day, number } from '../output/vietnamese';
import type { Money } from './billing-run';

interface Figures {
  readonly base_quantity: string;
  readonly unit_price: string;
  readonly expected_amount: Money;
}

/** A year's fee plan, as far as people are shown it. */
export interface FeePlan {
  readonly year: number;
  readonly state: string;
  readonly lines: readonly (Figures & { readonly park_code: string; readonly service: string; readonly collected_last_year: Money })[];
  readonly total: Money;
  readonly edits: readonly {
    readonly park_code: string;
    readonly service: string;
    readonly before: Figures | null;
    readonly after: Figures;
    readonly by: string;
    readonly at: string;
    readonly reason: string;
  }[];
  readonly unpriced: readonly { readonly contract_no: string; readonly missing: string }[];
  readonly submitted_on: string | null;
  readonly return_reason: string;
  readonly deadline: string;
  readonly is_late: boolean;
}

const STATES: Readonly<Record<string, string>> = {
  draft: 'đang lập / draft',
  submitted: 'đã trình, chờ duyệt / submitted',
  approved: 'đã duyệt / approved',
};
const indent = '  ';

/** Lines, total, edits with their reasons, and what could not be priced. Money in đồng with VAT. */
export function renderPlan(plan: FeePlan): string {
  const lines = plan.lines.map((line) => [
    line.park_code,
    line.service,
    ...[line.base_quantity, line.unit_price, line.expected_amount, line.collected_last_year].map(number),
  ]);
  const edits = plan.edits.map((edit) => [
    edit.park_code,
    edit.service,
    number(edit.before?.expected_amount),
    number(edit.after.expected_amount),
    edit.by,
    edit.reason,
  ]);
  const when = plan.submitted_on === null ? `hạn ${day(plan.deadline)}` : `trình ${day(plan.submitted_on)}`;
  return [
    `Kế hoạch thu ${String(plan.year)}: ${STATES[plan.state] ?? plan.state}; ${when}${plan.is_late ? ', trễ / late' : ''}\n`,
    ...(plan.return_reason === '' ? [] : [`Trả lại / given back: ${plan.return_reason}\n`]),
    renderTable(
      [['khu', 'dịch vụ', 'khối lượng', 'đơn giá', 'dự kiến', 'thu năm trước'], ...lines, ['tổng', '', '', '', number(plan.total), '']],
      {
        right: [2, 3, 4, 5],
        indent,
      },
    ),
    ...(edits.length === 0
      ? []
      : ['Đã sửa / edited\n', renderTable([['khu', 'dịch vụ', 'trước', 'sau', 'ai', 'lý do'], ...edits], { right: [2, 3], indent })]),
    ...plan.unpriced.map(({ contract_no: contractNo, missing }) => `Không tính được / not priced: ${contractNo} (${missing})\n`),
  ].join('');
}

/** Billed and collected against a plan. */
export interface PlanPerformance {
  readonly year: number;
  readonly as_of: string;
  readonly rows: readonly {
    readonly window: string;
    readonly service: string;
    readonly park_code: string;
    readonly planned: Money;
    readonly billed: Money;
    readonly collected: Money;
    readonly collected_percent: string | null;
  }[];
  readonly outlook: readonly {
    readonly service: string;
    readonly park_code: string;
    readonly planned: Money;
    readonly collected: Money;
    readonly open_not_due: Money;
    readonly still_to_come: Money;
    readonly outlook: Money;
    readonly percent: string | null;
  }[];
  readonly not_charged: number;
}

export function renderPerformance({ year, as_of: asOf, rows, outlook, not_charged: notCharged }: PlanPerformance): string {
  const done = rows.map((row) => [
    row.window,
    row.service,
    row.park_code,
    ...[row.planned, row.billed, row.collected, row.collected_percent].map(number),
  ]);
  const ahead = outlook.map((row) => [
    row.service,
    row.park_code,
    ...[row.planned, row.collected, row.open_not_due, row.still_to_come, row.outlook, row.percent].map(number),
  ]);
  return [
    `Thực hiện kế hoạch thu ${String(year)} đến ngày ${day(asOf)} / against the plan\n`,
    renderTable([['kỳ', 'dịch vụ', 'khu', 'kế hoạch năm', 'phải thu', 'đã thu', '% năm'], ...done], { right: [3, 4, 5, 6], indent }),
    'Ước cả năm / outlook to the year’s end\n',
    renderTable([['dịch vụ', 'khu', 'kế hoạch', 'đã thu', 'chưa đến hạn', 'sẽ phát hành', 'ước', '%'], ...ahead], {
      right: [2, 3, 4, 5, 6, 7],
      indent,
    }),
    ...(notCharged === 0 ? [] : [`${number(notCharged)} hợp đồng và kỳ chưa tính được / cannot be charged yet\n`]),
  ].join('');
}
