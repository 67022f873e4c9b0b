import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, unavailable } from '@kcn/kernel';
import type { mongo } from 'mongoose';
import type { Connection, Session } from '../mongo/database';
import {
  isDatabaseAway,
  isPrimaryMissing,
  isTransientTransactionError,
  isUnknownCommitResult,
  translateMongoError,
} from '../mongo/mongo-errors';

const TRANSACTION: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
};

export interface TransactionSettings {
  /** No further attempt is begun after this long; an attempt that runs is not cut off. Default 5,000. */
  readonly retryForMs?: number;
  /**
   * Whether attempts go on when a look-out for a primary (the connection's server selection, 1 s) ended without one. Default true; false for
   * what somebody waits for, who is then refused within 2 s instead of after `retryForMs`.
   */
  readonly outlastAbsence?: boolean;
}

/** Thrown by `inTransaction` when a commit was sent and its fate could not be learned in time. */
export const COMMIT_OUTCOME_UNKNOWN = 'commit_outcome_unknown';

export const isCommitOutcomeUnknown = (error: unknown): boolean => error instanceof DomainError && error.code === COMMIT_OUTCOME_UNKNOWN;

const outcomeUnknown = (cause: unknown): DomainError =>
  unavailable(COMMIT_OUTCOME_UNKNOWN, {
    vi: 'Không rõ thay đổi đã được ghi hay chưa, hãy gửi lại với cùng khoá Idempotency-Key',
    en: 'It is not known whether the change was written, send it again with the same Idempotency-Key',
    cause,
  });

/** 2, 4, 8 … at most 50 ms, half of it random so that two processes in conflict part. */
const pauseMs = (attempt: number): number => Math.min(50, 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * Runs `work` in one transaction: snapshot reads, acknowledged by a majority with journal. On a write conflict or a lost
 * primary all of `work` is run again, so it must have no effect but through the session.
 *
 * @returns what `work` returned, once committed
 * @throws whatever `work` throws (after an abort); DomainError unavailable `database_unavailable`, `database_contended`
 *   or `commit_outcome_unknown` (then the change may or may not be there)
 */
export async function inTransaction<T>(
  connection: Connection,
  work: (session: Session) => Promise<T>,
  settings: TransactionSettings = {},
): Promise<T> {
  const lastStart = performance.now() + (settings.retryForMs ?? 5_000);
  const { outlastAbsence = true } = settings;
  const mayRetry = (error: unknown): boolean => performance.now() < lastStart && (outlastAbsence || !isPrimaryMissing(error));
  let session = connection.getClient().startSession();
  try {
    for (let attempt = 1; ; attempt += 1) {
      session.startTransaction(TRANSACTION);
      let result: T;
      try {
        result = await work(session);
      } catch (error) {
        if (isDatabaseAway(error)) {
          // The abort looks for a primary as well; nobody has to wait for that.
          abandon(session);
          session = connection.getClient().startSession();
        } else await abort(session);
        if (!isTransientTransactionError(error) || !mayRetry(error)) throw translateMongoError(error);
        await delay(pauseMs(attempt));
        continue;
      }
      if (await commit(session, mayRetry)) return result;
      await delay(pauseMs(attempt));
    }
  } finally {
    abandon(session);
  }
}

/** Ends a session, which aborts what it has open, without waiting for it. */
function abandon(session: Session): void {
  void session.endSession().catch(() => undefined);
}

async function abort(session: Session): Promise<void> {
  // An abort that fails leaves the server to drop the transaction by itself.
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
}

/** @returns false when the server says that the transaction did not happen and may be run again */
async function commit(session: Session, mayRetry: (error: unknown) => boolean): Promise<boolean> {
  for (;;) {
    try {
      await session.commitTransaction();
      return true;
    } catch (error) {
      // Once sent, a commit may have happened whatever the connection says; only the server can deny it.
      if (isUnknownCommitResult(error) || isDatabaseAway(error)) {
        if (!mayRetry(error)) throw outcomeUnknown(error);
        await delay(20);
        continue;
      }
      if (isTransientTransactionError(error) && mayRetry(error)) return false;
      throw translateMongoError(error);
    }
  }
}
