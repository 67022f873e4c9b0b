import { fault } from '@kcn/layouts';
import type { Fault } from '@kcn/layouts';

/** What is wrong with a header row; columns may stand in any order. */
export function judgeHeader(header: readonly string[], columns: readonly string[]): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const column of header) {
    if (seen.has(column)) faults.push(fault('column_twice', { value: column }));
    else if (!columns.includes(column)) faults.push(fault('column_unknown', { value: column }));
    seen.add(column);
  }
  const missing = columns.filter((column) => !seen.has(column));
  if (missing.length > 0) faults.push(fault('column_missing', { columns: missing.join(', ') }));
  return faults;
}
