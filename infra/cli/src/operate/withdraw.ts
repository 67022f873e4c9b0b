import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { KINDS, findServiceOfKind } from '../load/known-files';

export interface WithdrawOptions {
  readonly board: string;
  readonly kind: string;
  /** The key columns joined by `|`, as lineage and the records' addresses print them. */
  readonly key: string;
  readonly reason: string;
}

/** Takes a record back, as if it had never been; its history stays. */
export async function withdraw(
  { screen, registry, reporting }: CommandContext,
  { board, kind, key, reason }: WithdrawOptions,
): Promise<ExitCode> {
  const service = findServiceOfKind(kind);
  if (service === undefined) {
    throw usageError('unknown_kind', {
      vi: `Không có loại bản ghi "${kind}"; có: ${KINDS.join(', ')}`,
      en: `There is no kind of record "${kind}"; there are: ${KINDS.join(', ')}`,
    });
  }
  const answer =
    service === 'registry'
      ? await registry.post(boardPath(board, 'records', kind, key, 'withdrawal'), { reason })
      : await reporting.post(boardPath(board, 'withdrawals'), { kind, key, reason });
  screen.result({
    document: answer.bytes.length === 0 ? { board, kind, key, status: 'withdrawn' } : getJson(answer),
    human: () => `Đã rút ${kind} ${key} (${board}) / withdrawn\n`,
  });
  return exitCodes.done;
}
