import type { ListedFault } from '../api/problem';
import { renderFaults } from '../output/print-error';
import { renderTable } from '../output/table';
import { number } from '../output/vietnamese';
import type { ImportReport } from './import-files';

export interface LoadOutcome {
  readonly board: string;
  readonly status: 'checked' | 'applied' | 'refused';
  readonly reports: readonly ImportReport[];
  readonly skipped: readonly string[];
  readonly tooLarge: readonly ListedFault[];
}

const faultsOf = ({ reports, tooLarge }: LoadOutcome): ListedFault[] => [...tooLarge, ...reports.flatMap(({ errors }) => errors)];
const faultCount = ({ reports, tooLarge }: LoadOutcome): number =>
  reports.reduce((sum, { error_count }) => sum + error_count, tooLarge.length);

const warningsOf = ({ reports }: LoadOutcome): ListedFault[] => reports.flatMap(({ warnings }) => warnings ?? []);

/** What `--json` prints. */
export const outcomeDocument = (outcome: LoadOutcome): unknown => ({
  board: outcome.board,
  status: outcome.status,
  files: outcome.reports.flatMap(({ files }) => files),
  errors: faultsOf(outcome),
  error_count: faultCount(outcome),
  ...(warningsOf(outcome).length > 0 ? { warnings: warningsOf(outcome) } : {}),
  skipped: outcome.skipped,
  imports: outcome.reports.map(({ import_id, mode, status }) => ({ import_id, mode, status })),
});

export function renderRefusals(outcome: LoadOutcome): string {
  const faults = faultsOf(outcome);
  const [shown, all] = [faults.length, faultCount(outcome)];
  const rest = all > shown ? `… ${number(all - shown)} lỗi nữa / more\n` : '';
  return `${renderFaults(faults)}${rest}`;
}

/** What is worth a look though nothing is refused for it; undefined where there is nothing. */
export function renderWarnings(outcome: LoadOutcome): string | undefined {
  const warnings = warningsOf(outcome);
  return warnings.length === 0 ? undefined : `Lưu ý / worth a look:\n${renderFaults(warnings)}`;
}

const CONCLUSIONS: Readonly<Record<LoadOutcome['status'], string>> = {
  checked: 'Kiểm tra thử đạt, chưa ghi gì / checked, nothing written',
  applied: 'Đã ghi / applied',
  refused: 'Bị từ chối, chưa ghi gì của bộ tệp này / refused, nothing of this set was written',
};

/** The table of files with what happened to their rows. */
export function renderOutcome(outcome: LoadOutcome): string {
  const counts = outcome.reports
    .flatMap(({ files }) => files)
    .map(({ file, rows, added, corrected, unchanged, refused }) => [file, ...[rows, added, corrected, unchanged, refused].map(number)]);
  const table =
    counts.length === 0 ? '' : renderTable([['tệp', 'dòng', 'thêm', 'sửa', 'như cũ', 'từ chối'], ...counts], { right: [1, 2, 3, 4, 5] });
  return `${table}${outcome.board}: ${CONCLUSIONS[outcome.status]}\n`;
}
