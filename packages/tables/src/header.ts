import { fileFault } from './file-fault';
import type { FileFault } from './file-fault';

/** What is wrong with a header row; columns may stand in any order. */
export function judgeHeader(header: readonly string[], columns: readonly string[]): FileFault[] {
  const faults: FileFault[] = [];
  const seen = new Set<string>();
  for (const column of header) {
    if (seen.has(column)) faults.push(fileFault('column_twice', { value: column }));
    else if (!columns.includes(column)) faults.push(fileFault('column_unknown', { value: column }));
    seen.add(column);
  }
  const missing = columns.filter((column) => !seen.has(column));
  if (missing.length > 0) faults.push(fileFault('column_missing', { columns: missing.join(', ') }));
  return faults;
}
