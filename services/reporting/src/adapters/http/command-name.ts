import type { BoardId } from '@kcn/kernel';
import type { IdempotencyContext } from '@kcn/service-kit';
import type { CommandName } from '../../application/run-once';

/** The command that a request with an Idempotency-Key stands for. */
export function commandName(board: BoardId, idempotency: IdempotencyContext | undefined): CommandName {
  if (!idempotency) throw new Error('the route must be declared idempotent');
  return { board, ...idempotency };
}
