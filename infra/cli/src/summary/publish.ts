import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { moment, number } from '../output/vietnamese';
import { untilSettled } from './until-settled';

export interface PublishOptions {
  readonly board: string;
  readonly period: string;
  readonly calendar: string | undefined;
  readonly waitSeconds: number;
}

interface Publication {
  readonly revision: number;
  readonly sha256: string;
  readonly published_at: string;
  readonly differences?: readonly {
    readonly indicator: string;
    readonly breakdown: string;
    readonly unit: string;
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const render = (period: string, { revision, sha256, published_at, differences = [] }: Publication): string => {
  const head = `Đã công bố ${period}, lần ${String(revision)}, lúc ${moment(published_at)}\nsha256 ${sha256}\n`;
  if (differences.length === 0) return head;
  const rows = differences.map(({ indicator, breakdown, unit, field, before, after }) => [
    indicator,
    breakdown,
    unit,
    field,
    number(before),
    number(after),
  ]);
  return `${head}Khác với lần trước:\n${renderTable([['chỉ tiêu', 'phân tổ', 'đơn vị', 'trường', 'trước', 'nay'], ...rows], { right: [4, 5], indent: '  ' })}`;
};

/** Fixes a summary for ever as its next revision. */
export async function publish({ screen, reporting }: CommandContext, options: PublishOptions): Promise<ExitCode> {
  const { board, period, calendar } = options;
  const path = boardPath(board, 'summaries', period, 'publications');
  const answer = await untilSettled(screen, options, () => reporting.post(path, calendar === undefined ? {} : { calendar }));
  const publication = getJson<Publication>(answer);
  screen.result({ document: publication, human: () => render(period, publication) });
  return exitCodes.done;
}
