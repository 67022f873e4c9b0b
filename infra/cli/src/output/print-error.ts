import { DomainError } from '@kcn/kernel';
import { RefusedError } from '../api/problem';
import type { ListedFault } from '../api/problem';
import { CliError } from '../cli-error';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { Screen } from './screen';
import type { TableRow } from './table';
import { renderTable } from './table';

const placeOf = ({ file, line, pointer, where }: ListedFault): string => {
  if (file === undefined) return pointer ?? where ?? '';
  return typeof line === 'number' ? `${file}:${String(line)}` : file;
};

/** `file:line  column  code  Vietnamese text`, the English text below it. */
export function renderFaults(faults: readonly ListedFault[]): string {
  const rows: TableRow[] = [['tệp:dòng', 'cột', 'mã', 'nội dung / message']];
  for (const fault of faults) rows.push([placeOf(fault), fault.column ?? '', fault.code, fault.vi], ['', '', '', fault.en]);
  return renderTable(rows);
}

/** Prints why a command ended and gives the exit code. */
export function printError(error: unknown, screen: Screen): ExitCode {
  if (error instanceof CliError) {
    screen.detail(`✗ ${error.vi}\n  ${error.en}\n  (${error.code})\n`);
    if (error instanceof RefusedError) {
      if (error.problem.errors?.length) screen.detail(renderFaults(error.problem.errors));
      if (error.problem.trace_id !== undefined) screen.detail(`  trace_id ${error.problem.trace_id}\n`);
    }
    if (screen.json) screen.result({ document: error.document, human: () => '' });
    return error.exitCode;
  }
  if (error instanceof DomainError) {
    screen.detail(`✗ ${error.vi}\n  ${error.en}\n  (${error.code})\n`);
    return exitCodes.usage;
  }
  screen.detail(
    `✗ Lỗi của chương trình / a fault of this program\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.bug;
}
