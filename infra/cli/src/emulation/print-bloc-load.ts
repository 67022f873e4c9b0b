import type { ListedFault } from '../api/problem';
import type { ImportReport } from '../load/import-files';
import { renderFaults } from '../output/print-error';
import { renderTable } from '../output/table';
import { number } from '../output/vietnamese';

export interface LoadedPart {
  readonly service: 'emulation' | 'reporting';
  readonly board: string;
  readonly report: ImportReport;
}

export interface BlocLoadOutcome {
  readonly bloc: string | null;
  readonly status: 'checked' | 'applied' | 'refused';
  readonly parts: readonly LoadedPart[];
  /** Files of nobody's. */
  readonly strangers: readonly ListedFault[];
  readonly skipped: readonly string[];
  /** Members without values and plan. */
  readonly silent: readonly string[];
}

const faultsOf = ({ parts, strangers }: BlocLoadOutcome): ListedFault[] => [...strangers, ...parts.flatMap(({ report }) => report.errors)];
const faultCount = ({ parts, strangers }: BlocLoadOutcome): number =>
  parts.reduce((sum, { report }) => sum + report.error_count, strangers.length);

/** What `--json` prints. */
export const outcomeDocument = (outcome: BlocLoadOutcome): unknown => ({
  bloc: outcome.bloc,
  status: outcome.status,
  files: outcome.parts.flatMap(({ service, board, report }) => report.files.map((file) => ({ service, board, ...file }))),
  errors: faultsOf(outcome),
  error_count: faultCount(outcome),
  members_without_values: outcome.silent,
  skipped: outcome.skipped,
  imports: outcome.parts.map(({ service, board, report: { import_id, mode, status } }) => ({ service, board, import_id, mode, status })),
});

export function renderBlocRefusals(outcome: BlocLoadOutcome): string {
  const faults = faultsOf(outcome);
  const more = faultCount(outcome) - faults.length;
  return `${renderFaults(faults)}${more > 0 ? `… ${number(more)} lỗi nữa / more\n` : ''}`;
}

const CONCLUSIONS: Readonly<Record<BlocLoadOutcome['status'], string>> = {
  checked: 'Kiểm tra thử đạt, chưa ghi gì / checked, nothing written',
  applied: 'Đã ghi / applied',
  refused: 'Bị từ chối / refused',
};

/** The table of files, by the board that they went to, with what happened to their rows. */
export function renderBlocLoad(outcome: BlocLoadOutcome): string {
  const rows = outcome.parts.flatMap(({ board, report }) =>
    report.files.map(({ file, rows: count, added, corrected, unchanged, refused }) => [
      board,
      file,
      ...[count, added, corrected, unchanged, refused].map(number),
    ]),
  );
  const table =
    rows.length === 0 ? '' : renderTable([['ban', 'tệp', 'dòng', 'thêm', 'sửa', 'như cũ', 'từ chối'], ...rows], { right: [2, 3, 4, 5, 6] });
  return `${table}${outcome.bloc ?? ''}: ${CONCLUSIONS[outcome.status]}\n`;
}
