import { setTimeout as pause } from 'node:timers/promises';
import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { text } from '../output/vietnamese';
import { getBoards } from './boards';

type ReplayResult = Readonly<Record<string, unknown>>;

const POLL_MS = 300;
const UNDER_WAY = new Set<unknown>(['queued', 'running', 'started']);

async function replayBoard(
  { reporting, screen }: CommandContext,
  board: string,
  what: 'projection' | 'dead-letters',
): Promise<ReplayResult> {
  const started = await reporting.post(boardPath(board, 'replays'), { what });
  const location = started.headers.get('location');
  let result = getJson<ReplayResult>(started);
  const progress = screen.progress(`Phát lại ${board}`);
  try {
    while (location !== null && UNDER_WAY.has(result['status'])) {
      if (typeof result['progress'] === 'number') progress.update(result['progress'], 100);
      await pause(POLL_MS);
      result = getJson<ReplayResult>(await reporting.get(location));
    }
  } finally {
    progress.stop();
  }
  return result;
}

export interface ReplayOptions {
  readonly board: string | undefined;
  /** The events set aside instead of the whole log. */
  readonly deadLetters: boolean;
}

/** Builds the projection anew from the log, or gives dead letters another try. */
export async function replay(context: CommandContext, { board: asked, deadLetters }: ReplayOptions): Promise<ExitCode> {
  const { screen } = context;
  const what = deadLetters ? 'dead-letters' : 'projection';
  const results: { board: string; result: ReplayResult }[] = [];
  for (const board of await getBoards(context, asked)) {
    screen.say({
      vi: `▸ Phát lại ${deadLetters ? 'các sự kiện hỏng' : 'sổ sự kiện'}: ${board}`,
      en: deadLetters ? 'replaying dead letters' : 'replaying the event log',
    });
    results.push({ board, result: await replayBoard(context, board, what) });
  }
  screen.result({
    document: { what, boards: results },
    human: () => results.map(({ board, result }) => `${board}: ${text(result)}\n`).join(''),
  });
  return results.some(({ result }) => result['status'] === 'failed') ? exitCodes.refused : exitCodes.done;
}
