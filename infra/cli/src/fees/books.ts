import { boardPath } from '../api/service-client';
import { usageError } from '../cli-error';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import type { TwoPeople } from './fees-clients';
import { doByTwo } from './two-person-act';

export interface CloseOptions extends TwoPeople {
  readonly board: string;
  readonly month: string;
  /** Opens the month again; the head does, alone. */
  readonly reopen: boolean;
  readonly reason: string | undefined;
}

/** Closes an accounting month, or opens it again. */
export function closeMonth(context: CommandContext, { board, month, reopen, reason, as, approveAs }: CloseOptions): Promise<ExitCode> {
  if (!reopen) {
    const body = reason === undefined ? {} : { reason };
    return doByTwo(context, { as, approveAs }, { board, path: boardPath(board, 'months', month, 'closing'), body });
  }
  if (reason === undefined)
    throw usageError('reason_missing', { vi: 'Mở lại kỳ kế toán cần --reason', en: 'Opening a month again needs --reason' });
  // What the head does needs nobody else.
  const head = approveAs === undefined ? context.fees : context.feesAs({ part: 'approver', subject: approveAs });
  const alone = { as: undefined, approveAs: undefined };
  return doByTwo(context, alone, { board, path: boardPath(board, 'months', month, 'reopening'), body: { reason } }, head);
}

export interface UndoOptions extends TwoPeople {
  readonly board: string;
  readonly account: string;
  readonly ref: string;
  readonly reason: string;
}

/** Takes a bank line's match away: a person's decision gives way to the rules, what the rules matched pays nothing. */
export const undoLine = (context: CommandContext, { board, account, ref, reason, as, approveAs }: UndoOptions): Promise<ExitCode> =>
  doByTwo(context, { as, approveAs }, { board, path: boardPath(board, 'bank-lines', account, ref, 'undo'), body: { reason } });
