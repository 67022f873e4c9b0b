import { unitLabel } from '@kcn/vietnam';
import type { TableRow } from '../output/table';
import { renderTable } from '../output/table';
import { ABSENT, day, moment, number } from '../output/vietnamese';
import type { SummaryDocument, SummaryFigure, SummaryFlag } from './summary-document';

const percent = (plain: string | null): string => (plain === null ? ABSENT : `${number(plain)}%`);

const cellsOf = ({ breakdown, unit, value, plan, pct_plan, last_year, yoy }: SummaryFigure): string[] => [
  `  ${breakdown === '' ? '(chung)' : breakdown}`,
  unitLabel(unit).vi,
  number(value),
  number(plan),
  percent(pct_plan),
  number(last_year),
  percent(yoy),
];

const flagLine = ({ code, indicator = '', breakdown = '', vi = '', en = '' }: SummaryFlag): string =>
  `⚑ ${[indicator, breakdown].filter((part) => part !== '').join(' ')} ${vi} / ${en} (${code})\n`;

/** A summary as an aligned table, rows grouped by indicator in the order of the document. */
export function renderSummary({ board, period, window, figures, meta }: SummaryDocument, names: ReadonlyMap<string, string>): string {
  const rows: TableRow[] = [['  Phân tổ', 'Đơn vị', 'Thực hiện', 'Kế hoạch', '% KH', 'Cùng kỳ', 'Tăng/giảm']];
  let indicator: string | undefined;
  for (const figure of figures) {
    if (figure.indicator !== indicator) {
      indicator = figure.indicator;
      const name = names.get(indicator);
      rows.push('', name === undefined ? indicator : `${indicator} – ${name}`);
    }
    rows.push(cellsOf(figure));
  }
  const title = `Tổng hợp ${period} · ${board} · ${day(window.from)} – ${day(window.to)}\n`;
  const asOf = meta?.as_of;
  const facts = asOf ? `Theo số liệu ghi nhận đến ${moment(asOf)} (${asOf}) · quy tắc ${meta.rules_version ?? ABSENT}\n` : '';
  const parked = meta?.parked ? `⚑ ${number(meta.parked)} sự kiện đang chờ xử lý / events parked\n` : '';
  return `${title}${facts}\n${renderTable(rows, { right: [2, 3, 4, 5, 6] })}\n${(meta?.flags ?? []).map(flagLine).join('')}${parked}`;
}
