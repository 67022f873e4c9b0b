import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { FeeReport } from './render-report';
import { renderReport } from './render-report';

export interface ReportFeesOptions {
  readonly board: string;
  /** What had taken effect by this day. */
  readonly asOf: string;
  /** As it was known at this instant; default now. */
  readonly knownAt: string | undefined;
  readonly through: string | undefined;
  /** Adds to each invoice its number, symbol and creditor. */
  readonly numbers: boolean;
}

/** The document without what only books need, so that it is the same whatever sequence of runs numbered the invoices. */
const withoutNumbers = (report: FeeReport): FeeReport => ({
  ...report,
  invoices: report.invoices.map(({ number: _number, symbol: _symbol, creditor: _creditor, ...invoice }) => invoice),
});

/** What is owed, paid and collected as of a day. */
export async function reportFees({ screen, fees }: CommandContext, options: ReportFeesOptions): Promise<ExitCode> {
  const { board, asOf, knownAt, through, numbers } = options;
  const query = { as_of: asOf, known_at: knownAt, through };
  const report = getJson<FeeReport>(await fees.get(boardPath(board, 'report'), query));
  screen.result({ document: numbers ? report : withoutNumbers(report), human: () => renderReport(report) });
  return exitCodes.done;
}
