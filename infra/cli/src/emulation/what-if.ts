import { readFile } from 'node:fs/promises';
import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { number, text } from '../output/vietnamese';
import { untilSettled } from '../summary/until-settled';
import { blocPath, getBloc } from './find-bloc';
import { renderRanking } from './render-result';
import type { ResultDocument } from './result-document';
import type { ResultOptions } from './score';

interface BothSides<Value> {
  readonly real: Value | null;
  readonly scenario: Value | null;
}

interface WhatIf extends Pick<ResultDocument, 'ranking' | 'ties' | 'criteriaVersion'> {
  readonly differences: readonly {
    readonly member: string;
    readonly total: BothSides<string>;
    readonly rank: BothSides<number>;
    readonly award: BothSides<string>;
  }[];
}

/** @throws CliError usage `no_such_file`, `bad_json` */
export async function readJsonFile(path: string): Promise<unknown> {
  const content = await readFile(path, 'utf8').catch(() => {
    throw usageError('no_such_file', { vi: `Không đọc được tệp ${path}`, en: `The file ${path} cannot be read` });
  });
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw usageError('bad_json', { vi: `${path} không phải là JSON hợp lệ (${why})`, en: `${path} is not valid JSON (${why})` });
  }
}

function render(bloc: { readonly bloc: string; readonly year: number; readonly period: string }, scenario: WhatIf): string {
  const rows = scenario.differences.map(({ member, total, rank, award }) => [
    member,
    ...[total.real, total.scenario].map(number),
    ...[rank.real, rank.scenario].map(text),
    ...[award.real, award.scenario].map(text),
  ]);
  const head = ['đơn vị', 'điểm', 'thử', 'hạng', 'thử', 'khen thưởng', 'thử'];
  const differences = rows.length === 0 ? 'Không có gì khác / nothing differs\n' : renderTable([head, ...rows], { right: [1, 2, 3, 4] });
  return `${renderRanking({ ...bloc, ...scenario })}Thực tế và phương án thử, không ghi gì / reality and scenario, nothing is kept:\n${differences}`;
}

/** The same year under other criteria, beside reality; keeps nothing. */
export async function whatIf(
  context: CommandContext,
  { criteria: path, ...options }: ResultOptions & { readonly criteria: string },
): Promise<ExitCode> {
  const criteria = await readJsonFile(path);
  const bloc = await getBloc(context, options);
  const ask = (): Promise<Answer> => context.emulation.post(blocPath(bloc, 'what-if'), { criteria }, { as_of: options.asOf });
  const answer = await untilSettled(context.screen, options, ask);
  context.screen.result({ document: answer.bytes, human: () => render(bloc, getJson<WhatIf>(answer)) });
  return exitCodes.done;
}
