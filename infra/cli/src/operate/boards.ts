import { findJson } from '../api/answer';
import { RefusedError } from '../api/problem';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';

/** The board asked for, else KCN_BOARD, else every board that the registry lists for this caller. */
export async function getBoards({ settings, registry }: CommandContext, asked: string | undefined): Promise<readonly string[]> {
  const one = asked ?? settings.board;
  if (one !== undefined) return [one];
  const listed = await registry.get('/v1/boards').catch((error: unknown) => {
    if (error instanceof RefusedError) return undefined;
    throw error;
  });
  const boards = (listed && findJson<{ items?: readonly { board: string }[] }>(listed)?.items) ?? [];
  if (boards.length > 0) return boards.map(({ board }) => board);
  throw usageError('board_unknown', {
    vi: 'Chưa có ban quản lý nào để chọn; hãy thêm --board hoặc đặt KCN_BOARD',
    en: 'There is no board to choose; add --board or set KCN_BOARD',
  });
}
