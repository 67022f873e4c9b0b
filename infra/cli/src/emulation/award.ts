import { getJson } from '../api/answer';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { RegisterLine } from './awards';
import { renderRegister } from './awards';
import type { BlocChoice } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';
import { readJsonFile } from './what-if';

export interface AwardOptions extends BlocChoice {
  /** A JSON file: number, date, authority, place, signer. */
  readonly decision: string;
  /** Default: both. */
  readonly kinds: readonly string[] | undefined;
  /** `ha-noi=flag`: the leader's choice among equals. */
  readonly choices: readonly string[];
}

/** Enters a bloc's awards in the register by a decision, as the frozen ranking gives them. */
export async function award(context: CommandContext, { decision, kinds, choices, ...choice }: AwardOptions): Promise<ExitCode> {
  const content = await readJsonFile(decision);
  const bloc = await getBloc(context, choice);
  const chosen = choices.map((text) => {
    const [member = '', given = ''] = text.split('=');
    checkMember(bloc, member);
    if (!['flag', 'certificate', 'none'].includes(given))
      throw usageError('bad_choice', {
        vi: `"${text}": viết đơn-vị=flag|certificate|none`,
        en: `"${text}": write member=flag|certificate|none`,
      });
    return [member, given] as const;
  });
  const body = { decision: content, ...(kinds ? { kinds } : {}), choices: Object.fromEntries(chosen) };
  const answer = await context.emulation.post(blocPath(bloc, 'awards', 'decisions'), body);
  context.screen.result({
    document: answer.bytes,
    human: () => renderRegister(getJson<{ readonly items: readonly RegisterLine[] }>(answer).items),
  });
  return exitCodes.done;
}
