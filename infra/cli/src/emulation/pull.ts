import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { moment, text } from '../output/vietnamese';
import type { BlocChoice } from './find-bloc';
import { blocPath, getBloc } from './find-bloc';

export interface PullOptions extends BlocChoice {
  /** How long members may take; default is the service's. */
  readonly deadlineSeconds: number | undefined;
}

interface Pull {
  readonly id: string;
  readonly bloc: string;
  readonly year: number;
  readonly state: 'running' | 'ended';
  readonly deadline: string;
  readonly provisional: boolean;
  readonly members: readonly {
    readonly board: string;
    readonly verdict: string | null;
    readonly revision: number | null;
    readonly accepted_revision: number | null;
    readonly detail: { readonly vi: string; readonly en: string };
  }[];
  readonly missing: readonly string[];
}

const POLL_MS = 300;

function render({ bloc, year, deadline, members, missing }: Pull): string {
  const rows = members.map(({ board, verdict, revision, accepted_revision: accepted, detail }) => [
    ...[board, text(verdict), text(revision), text(accepted)],
    `${detail.vi} / ${detail.en}`,
  ]);
  const table = renderTable([['đơn vị', 'kết luận', 'lần sửa', 'được tính', 'chi tiết'], ...rows], { right: [2, 3] });
  const still = missing.length === 0 ? 'Đủ phiếu / complete' : `Tạm thời, còn thiếu / provisional, missing: ${missing.join(', ')}`;
  return `${bloc} ${String(year)} · hạn / deadline ${moment(deadline)}\n${table}${still}\n`;
}

/**
 * Has the leader's service ask every member for its signed sheets and follows that to its end. A member that does not answer is
 * shown as such; the pull is done all the same.
 */
export async function pull(context: CommandContext, { deadlineSeconds, ...choice }: PullOptions): Promise<ExitCode> {
  const { emulation, screen } = context;
  const bloc = await getBloc(context, choice);
  const body = deadlineSeconds === undefined ? {} : { deadline_seconds: deadlineSeconds };
  let answer: Answer = await emulation.post(blocPath(bloc, 'pulls'), body);
  const progress = screen.progress('Lấy phiếu');
  try {
    for (let now = getJson<Pull>(answer); now.state === 'running'; now = getJson<Pull>(answer)) {
      progress.update(now.members.filter(({ verdict }) => verdict !== null).length, now.members.length);
      await pause(POLL_MS);
      answer = await emulation.get(blocPath(bloc, 'pulls', now.id));
    }
  } finally {
    progress.stop();
  }
  screen.result({ document: answer.bytes, human: () => render(getJson<Pull>(answer)) });
  return exitCodes.done;
}
