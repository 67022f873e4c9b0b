import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { number } from '../output/vietnamese';
import { untilSettled } from '../summary/until-settled';
import { blocPath, getBloc } from './find-bloc';
import type { ResultOptions } from './score';

interface RolledUp {
  readonly bloc: string;
  readonly period: string;
  readonly missing: readonly string[];
  readonly sums: readonly {
    readonly indicator: string;
    readonly breakdown: string;
    readonly unit: string;
    readonly members: number;
    readonly actual: string | null;
    readonly growthPercent: string | null;
    readonly planPercent: string | null;
    readonly missing?: readonly string[];
  }[];
  readonly ratios: readonly {
    readonly indicator: string;
    readonly breakdown: string;
    readonly period: string;
    readonly members: number;
    readonly percent: string | null;
    readonly missing?: readonly string[];
  }[];
}

function render({ bloc, period, missing, sums, ratios }: RolledUp): string {
  const absent = (names: readonly string[] = []): string => names.filter((name) => !missing.includes(name)).join(', ');
  const rows = [
    ...sums.map((sum) => [
      ...[sum.indicator, sum.breakdown, sum.unit, number(sum.actual), number(sum.growthPercent), number(sum.planPercent)],
      ...[String(sum.members), absent(sum.missing)],
    ]),
    ...ratios
      .filter((ratio) => ratio.period === period)
      .map((ratio) => [
        ratio.indicator,
        ratio.breakdown,
        'percent',
        number(ratio.percent),
        '',
        '',
        String(ratio.members),
        absent(ratio.missing),
      ]),
  ];
  const head = ['chỉ tiêu', 'phân tổ', 'đơn vị', 'toàn khối', '% tăng', '% kế hoạch', 'số ban', 'còn thiếu'];
  const silent = missing.length === 0 ? '' : `Không báo cáo kỳ này / did not report: ${missing.join(', ')}\n`;
  return `${bloc} · ${period}\n${renderTable([head, ...rows], { right: [3, 4, 5, 6] })}${silent}`;
}

/** The bloc's figures of a period: sums over the members that report, ratios as sum by sum, and who is missing. */
export async function rollUp(context: CommandContext, options: ResultOptions & { readonly period: string | undefined }): Promise<ExitCode> {
  const bloc = await getBloc(context, options);
  const ask = (): Promise<Answer> => context.emulation.get(blocPath(bloc, 'roll-up'), { as_of: options.asOf, period: options.period });
  const answer = await untilSettled(context.screen, options, ask);
  context.screen.result({ document: answer.bytes, human: () => render(getJson<RolledUp>(answer)) });
  return exitCodes.done;
}
