import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { untilSettled } from '../summary/until-settled';
import type { LineageDocument } from './render-lineage';
import { renderLineage } from './render-lineage';

export interface LineageOptions {
  readonly board: string;
  readonly period: string;
  readonly indicator: string;
  readonly breakdown: string | undefined;
  readonly asOf: string | undefined;
  readonly calendar: string | undefined;
  readonly waitSeconds: number;
}

/** Prints the facts a figure is made of, and the records and decisions behind them. */
export async function lineage({ screen, reporting }: CommandContext, options: LineageOptions): Promise<ExitCode> {
  const { board, period, indicator, breakdown, asOf, calendar } = options;
  const answer = await untilSettled(screen, options, () =>
    reporting.get(boardPath(board, 'lineage', period, indicator), { breakdown, calendar, as_of: asOf }),
  );
  screen.result({ document: answer.bytes, human: () => renderLineage(getJson<LineageDocument>(answer), options) });
  return exitCodes.done;
}
