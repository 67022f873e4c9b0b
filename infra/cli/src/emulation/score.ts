import { getJson } from '../api/answer';
import type { Answer } from '../api/answer';
import { CliError, usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { untilSettled } from '../summary/until-settled';
import type { BlocChoice, ListedBloc } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';
import { renderMember, renderMembers, renderRanking } from './render-result';
import type { ResultDocument } from './result-document';

export interface ResultOptions extends BlocChoice {
  readonly asOf: string | undefined;
  readonly waitSeconds: number;
}

async function askResult(context: CommandContext, options: ResultOptions): Promise<{ readonly bloc: ListedBloc; readonly answer: Answer }> {
  const bloc = await getBloc(context, options);
  const ask = (): Promise<Answer> => context.emulation.get(blocPath(bloc, 'result'), { as_of: options.asOf });
  return { bloc, answer: await untilSettled(context.screen, options, ask) };
}

/** The whole result as emulation has it, ranked: `emulation-result/1`. */
export async function rank(context: CommandContext, options: ResultOptions): Promise<ExitCode> {
  const { answer } = await askResult(context, options);
  context.screen.result({ document: answer.bytes, human: () => renderRanking(getJson<ResultDocument>(answer)) });
  return exitCodes.done;
}

/** The points of one member to the last operand, or of all. */
export async function score(
  context: CommandContext,
  { member, all, ...options }: ResultOptions & { readonly member: string | undefined; readonly all: boolean },
): Promise<ExitCode> {
  if ((member === undefined) !== all)
    throw usageError('member_or_all', { vi: 'Hãy chọn --member B hoặc --all', en: 'Choose --member B or --all' });
  const { bloc, answer } = await askResult(context, options);
  const result = getJson<ResultDocument>(answer);
  const { format, year, period, criteriaVersion, members } = result;
  const document = (chosen: ResultDocument['members']): object => ({
    ...{ format, bloc: result.bloc, year, period, criteriaVersion, members: chosen },
    ...(result.missing === undefined ? {} : { missing: result.missing }),
  });
  if (member === undefined) {
    context.screen.result({ document: document(members), human: () => renderMembers(result) });
    return exitCodes.done;
  }
  checkMember(bloc, member);
  const found = members.find((one) => one.member === member);
  if (!found)
    throw new CliError({
      exitCode: exitCodes.refused,
      code: 'member_missing',
      vi: `Chưa có phiếu chấm điểm của ${member}`,
      en: `There is no score sheet of ${member} yet`,
    });
  context.screen.result({ document: document([found]), human: () => renderMember(result, found) });
  return exitCodes.done;
}
