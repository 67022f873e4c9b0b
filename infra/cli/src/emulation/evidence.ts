import { writeFile } from 'node:fs/promises';
import { getJson } from '../api/answer';
import { CliError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { BlocChoice } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';

export interface EvidenceOptions extends BlocChoice {
  readonly member: string;
  /** Where the document is written; default stdout. */
  readonly out: string | undefined;
}

interface Received {
  readonly items: readonly { readonly member: string; readonly version: number; readonly verdict: string }[];
}

/** The newest sheet received from a member, with all that its verdict depends on: the file that `verify` takes. */
export async function evidence(context: CommandContext, { member, out, ...choice }: EvidenceOptions): Promise<ExitCode> {
  const { emulation, screen } = context;
  const bloc = await getBloc(context, choice);
  checkMember(bloc, member);
  const { items } = getJson<Received>(await emulation.get(blocPath(bloc, 'sheets', 'received')));
  const newest = items.filter((one) => one.member === member).at(-1);
  if (!newest)
    throw new CliError({
      exitCode: exitCodes.refused,
      code: 'nothing_received',
      vi: `Chưa nhận phiếu nào của ${member}`,
      en: `No sheet of ${member} has been received yet`,
    });
  const { bytes } = await emulation.get(blocPath(bloc, 'sheets', 'received', member, String(newest.version)));
  if (out !== undefined) await writeFile(out, bytes);
  screen.result({
    document: bytes,
    human: () => (out === undefined ? new TextDecoder().decode(bytes) : `${member}: ${newest.verdict} → ${out}\n`),
  });
  return exitCodes.done;
}
