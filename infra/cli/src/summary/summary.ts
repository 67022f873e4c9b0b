import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { findIndicatorNames } from './indicator-names';
import { renderSummary } from './render-summary';
import type { SummaryDocument } from './summary-document';
import { runSummary } from './summary-run';
import { untilSettled } from './until-settled';

export interface SummaryOptions {
  readonly board: string;
  readonly period: string;
  readonly breakdown: string | undefined;
  readonly asOf: string | undefined;
  readonly calendar: string | undefined;
  /** Through the job instead of directly. */
  readonly run: boolean;
  readonly waitSeconds: number;
}

/** Prints a periodic summary; with --json the very bytes of the service. */
export async function summary(context: CommandContext, options: SummaryOptions): Promise<ExitCode> {
  const { screen, reporting } = context;
  const { board, period, breakdown, asOf, calendar } = options;
  if (options.run && asOf !== undefined) {
    throw usageError('run_is_now', {
      vi: '--run tổng hợp theo số liệu hiện có, không đi cùng --as-of',
      en: '--run summarises what is known now and does not go with --as-of',
    });
  }
  const query = { breakdown, calendar, as_of: asOf };
  const answer = options.run
    ? await runSummary(context, options)
    : await untilSettled(screen, options, () => reporting.get(boardPath(board, 'summaries', period), query));
  const names = screen.json ? new Map<string, string>() : await findIndicatorNames(reporting, board);
  screen.result({ document: answer.bytes, human: () => renderSummary(getJson<SummaryDocument>(answer), names) });
  return exitCodes.done;
}
