import { writeFile } from 'node:fs/promises';
import { getJson } from '../api/answer';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { untilSettled } from '../summary/until-settled';
import type { BlocChoice } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';

export interface SheetOptions extends BlocChoice {
  readonly member: string;
  /** Where the signed bytes are written. */
  readonly out: string | undefined;
  readonly waitSeconds: number;
}

interface Signed {
  readonly revision: number;
  readonly sha256: string;
  readonly key_thumbprint: string;
}

/** Signs a member's own sheet as it stands, as the next revision, and fetches the signed bytes. */
export async function sheet(context: CommandContext, { member, out, ...options }: SheetOptions): Promise<ExitCode> {
  const bloc = await getBloc(context, { ...options, board: member });
  checkMember(bloc, member);
  const answer = await untilSettled(context.screen, options, () => context.emulation.post(blocPath(bloc, 'sheets'), {}));
  const signed = getJson<Signed>(answer);
  const { bytes } = await context.emulation.get(blocPath(bloc, 'sheets', String(signed.revision)));
  if (out !== undefined) await writeFile(out, bytes);
  const jws = new TextDecoder().decode(bytes);
  context.screen.result({
    document: { bloc: bloc.bloc, member, year: bloc.year, ...signed, sheet: jws },
    human: () =>
      [
        `${bloc.bloc} ${String(bloc.year)} · ${member}: đã ký lần ${String(signed.revision)} / signed`,
        `sha256 ${signed.sha256}`,
        `khóa / key ${signed.key_thumbprint}`,
        out === undefined ? jws : `→ ${out}`,
        '',
      ].join('\n'),
  });
  return exitCodes.done;
}
