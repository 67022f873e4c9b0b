import type { BoardId } from '@kcn/kernel';
import type { IdempotencyContext } from './route';

/** The command that a request with an Idempotency-Key stands for: its board, its key, and what tells a repetition from a reuse. */
export function commandName(board: BoardId, idempotency: IdempotencyContext | undefined): { readonly board: BoardId } & IdempotencyContext {
  if (!idempotency) throw new Error('the route must be declared idempotent');
  return { board, ...idempotency };
}
