import { DomainError, unavailable } from '@kcn/kernel';
import { mongo } from 'mongoose';

/** Server codes that mean "no primary answers just now" (not writable primary, shutting down, stepping down, interrupted). */
const AWAY_CODES: ReadonlySet<number> = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
const DUPLICATE_KEY = 11_000;
/** A conflicting write (112), or a transaction that the server ended because it ran longer than it allows (290): the server does not label the latter. */
const TRANSIENT_CODES: ReadonlySet<number> = new Set([112, 290]);

const codeOf = (error: unknown): number | undefined =>
  error instanceof mongo.MongoServerError && typeof error.code === 'number' ? error.code : undefined;

const hasLabel = (error: unknown, label: string): boolean => error instanceof mongo.MongoError && error.hasErrorLabel(label);

/** The transaction did nothing and may be run again from its start. */
export const isTransientTransactionError = (error: unknown): boolean =>
  hasLabel(error, 'TransientTransactionError') || TRANSIENT_CODES.has(codeOf(error) ?? 0);

/** The commit was sent and its fate is not known; asking again is safe. */
export const isUnknownCommitResult = (error: unknown): boolean => hasLabel(error, 'UnknownTransactionCommitResult');

export const isDuplicateKey = (error: unknown): boolean => codeOf(error) === DUPLICATE_KEY;

/** A primary was looked for as long as the connection looks (server selection), and none was there. Also told of a translated error. */
export const isPrimaryMissing = (error: unknown): boolean =>
  (error instanceof DomainError ? error.cause : error) instanceof mongo.MongoServerSelectionError;

/** The database cannot be reached or has no primary; nothing is wrong with what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof mongo.MongoServerSelectionError || error instanceof mongo.MongoNetworkError) return true;
  if (error instanceof mongo.MongoNotConnectedError || error instanceof mongo.MongoTopologyClosedError) return true;
  if (error instanceof mongo.MongoWriteConcernError) return true;
  if (error instanceof mongo.MongoError && /WaitQueueTimeout|PoolCleared|PoolClosed/.test(error.name)) return true;
  if (error instanceof Error && error.name === 'MongooseServerSelectionError') return true;
  const code = codeOf(error);
  return code !== undefined && AWAY_CODES.has(code);
}

export const databaseUnavailable = (cause: unknown): DomainError =>
  unavailable('database_unavailable', {
    vi: 'Cơ sở dữ liệu tạm thời không truy cập được, hãy thử lại',
    en: 'The database cannot be reached for the moment, try again',
    cause,
  });

/**
 * What the rest of the program may see of a database error: `unavailable` when the database is away or too contended,
 * anything else unchanged (a DomainError, or a bug).
 */
export function translateMongoError(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  if (isDatabaseAway(error)) return databaseUnavailable(error);
  if (isTransientTransactionError(error)) {
    return unavailable('database_contended', {
      vi: 'Nhiều thay đổi cùng lúc trên cùng dữ liệu, hãy thử lại',
      en: 'Too many changes to the same data at once, try again',
      cause: error,
    });
  }
  return error;
}
