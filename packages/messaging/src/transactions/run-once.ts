import { setTimeout as delay } from 'node:timers/promises';
import { checkSameRequest } from '../idempotency/idempotency-store';
import type { IdempotencyStore, JsonValue } from '../idempotency/idempotency-store';
import type { Connection, Session } from '../mongo/database';
import { isDuplicateKey } from '../mongo/mongo-errors';
import { inTransaction } from './in-transaction';

/** A command as its client named it. */
export interface CommandName {
  readonly board: string;
  readonly key: string;
  readonly requestHash: string;
}

export interface Effect<T> {
  readonly response: T;
  readonly lastPosition?: number;
  readonly recordedAt?: Date;
}

export interface OnceResult<T> {
  readonly response: T;
  /** True when an earlier command of this name had the effect. */
  readonly replayed: boolean;
}

/** Runs a command in a transaction that also remembers its answer. */
export type RunOnce = <T>(name: CommandName, work: (session: Session) => Promise<Effect<T>>) => Promise<OnceResult<T>>;

/** Somebody waits for the answer. */
const FOR_A_CLIENT = { outlastAbsence: false };
/** How often a key may be taken by others before it is a bug that it is there. */
const MOST_TAKEN = 50;

/**
 * A command with the same key has its effect once and the same answer ever after; with another request it is refused. What
 * is refused leaves nothing behind.
 */
export function createRunOnce({
  connection,
  idempotency,
}: {
  readonly connection: Connection;
  readonly idempotency: IdempotencyStore;
}): RunOnce {
  return async <T>({ board, key, requestHash }: CommandName, work: (session: Session) => Promise<Effect<T>>): Promise<OnceResult<T>> => {
    const replay = async (session?: Session): Promise<OnceResult<T> | undefined> => {
      const remembered = await idempotency.find(session, board, key);
      return remembered && { response: checkSameRequest(remembered, requestHash).response as T, replayed: true };
    };
    const attempt = (): Promise<OnceResult<T>> =>
      inTransaction(
        connection,
        async (session) => {
          const before = await replay(session);
          if (before) return before;
          const { response, lastPosition, recordedAt } = await work(session);
          await idempotency.remember(session, {
            board,
            key,
            requestHash,
            response: response as JsonValue,
            ...(lastPosition === undefined ? {} : { lastPosition }),
            ...(recordedAt === undefined ? {} : { recordedAt }),
          });
          return { response, replayed: false };
        },
        FOR_A_CLIENT,
      );
    for (let taken = 1; ; taken += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // A twin was quicker; its answer is ours.
        const twin = await replay();
        if (twin) return twin;
        // Another command took the number or the name between our snapshot and our write; a new snapshot sees it, and `work` decides anew.
        if (taken === MOST_TAKEN) throw error;
        await delay(taken * 5 * Math.random());
      }
    }
  };
}
