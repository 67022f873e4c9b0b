import { readFile } from 'node:fs/promises';
import { getJson } from '../api/answer';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import type { BlocChoice } from './find-bloc';
import { blocPath, checkMember, getBloc } from './find-bloc';

export interface HandInOptions extends BlocChoice {
  /** The signed sheet: compact JWS. */
  readonly file: string;
  readonly member: string;
  /** The member's `emulation-keys/1`, needed where its key is not known yet. */
  readonly keySet: string | undefined;
}

interface Received {
  readonly verdict: string;
  readonly counts: boolean;
  readonly revision: number | null;
  readonly detail: { readonly vi: string; readonly en: string };
}

const contentOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw usageError('no_such_file', { vi: `Không đọc được tệp ${path}`, en: `The file ${path} cannot be read` });
  }
};

/** Hands a member's signed sheet to the leader's service as a file. Exit 0 where it counts. */
export async function handIn(context: CommandContext, { file, member, keySet, ...choice }: HandInOptions): Promise<ExitCode> {
  const sheet = (await contentOf(file)).trim();
  const keys = keySet === undefined ? {} : { key_set: await contentOf(keySet) };
  const bloc = await getBloc(context, choice);
  checkMember(bloc, member);
  const answer = await context.emulation.post(blocPath(bloc, 'sheets', 'received'), { member, sheet, ...keys });
  const { verdict, counts, revision, detail } = getJson<Received>(answer);
  context.screen.result({
    document: answer.bytes,
    human: () =>
      `${counts ? '✓' : '✗'} ${member}: ${verdict}${revision === null ? '' : `, lần ${String(revision)}`} · ${detail.vi} / ${detail.en}\n`,
  });
  return counts ? exitCodes.done : exitCodes.refused;
}
