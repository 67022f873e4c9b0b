import { instant } from '@kcn/kernel';
import type { EventLog } from '@kcn/messaging';
import { unknownBoard } from '@kcn/service-kit';

/**
 * The position up to which a read looks: undefined for now, else the last one recorded by `as_of`. A board without any
 * record is answered like one that does not exist.
 * @throws DomainError not_found `unknown_board`; invalid `bad_instant`, `instant_in_future`
 */
export async function readUpTo(log: EventLog, board: string, asOf: string | undefined): Promise<number | undefined> {
  const { position } = await log.head(board);
  if (position === 0) throw unknownBoard(board);
  return asOf === undefined ? undefined : log.positionAt(board, new Date(instant(asOf)));
}
