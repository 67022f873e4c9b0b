import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { CrashPoints } from '../crash-points/crash-points';
import type { IncomingMessage } from '../kafka/event-bus';
import type { LogEntry } from '../log/log-entry';
import type { Connection } from '../mongo/database';
import type { Projection } from './projection';

/** How far a consumer is with one board of one source, in one scope. */
export interface InboxState {
  /** Every position 1..settled has had its effect. */
  readonly settled: number;
  /** Every position 1..handled has had its effect, or is parked or dead-lettered. Equals `settled` when nothing is. */
  readonly handled: number;
  /** Highest position that has had its effect. */
  readonly highest: number;
  /** Events that wait for an earlier version of their aggregate or for the replay of a dead letter. */
  readonly parked: number;
  /** Events that failed for good and were not replayed yet. */
  readonly deadLetters: number;
}

export interface BlockedAggregate {
  readonly aggregate: string;
  readonly positions: readonly number[];
  /** Code of the failure when a dead letter blocks it; absent when it only waits for an earlier version. */
  readonly code?: string;
}

export interface ApplyResult {
  readonly applied: number;
  readonly duplicates: number;
  readonly parked: number;
  readonly deadLettered: number;
}

export interface ReplayResult {
  readonly replayed: number;
  /** Dead letters that failed again. */
  readonly remaining: number;
}

export interface ApplyOptions {
  /** Default: what the projection says. */
  readonly scope?: string;
  /** Where events came from, kept with a dead letter; by position. */
  readonly originOf?: (event: LogEntry) => MessageOrigin | undefined;
}

export interface MessageOrigin {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** A record of the collection `dead_letters`, which is the truth; the topic `….dlt` gets a copy. */
export interface DeadLetter {
  readonly id: string;
  readonly board?: string;
  readonly event?: LogEntry;
  readonly key?: string;
  readonly payload: Uint8Array;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly origin?: MessageOrigin;
}

export interface DeadLetterStore {
  /** Keeps a message that names no board, aggregate or position; its partition goes on. */
  addUnreadable(message: IncomingMessage, error: unknown): Promise<void>;
  /** Dead letters that the topic does not have yet, oldest first. */
  findUnsent(limit: number): Promise<DeadLetter[]>;
  markSent(ids: readonly string[]): Promise<void>;
}

export interface Applier {
  /** Creates collections and indexes; call once before the first event. */
  ensureIndexes(): Promise<void>;
  /**
   * Applies events of one board in any order, each exactly once: effect, inbox and aggregate versions in one transaction.
   * Permanent failures end as dead letters and never throw.
   * @throws DomainError unavailable – nothing is lost, give the same events again
   */
  apply(board: string, events: readonly LogEntry[], options?: ApplyOptions): Promise<ApplyResult>;
  settled(board: string, scope?: string): Promise<InboxState>;
  /** Resolves when every position up to `position` has had its effect. @throws DomainError unavailable `not_settled_in_time` */
  waitUntilSettled(
    board: string,
    position: number,
    options?: { readonly scope?: string; readonly timeoutMs?: number },
  ): Promise<InboxState>;
  /** What waits or failed, per aggregate. */
  parked(board: string, scope?: string): Promise<BlockedAggregate[]>;
  /**
   * Applies dead letters and what is parked behind them again, after the cause was repaired.
   * @param options.readEntry takes the event from its source's log instead of the stored message, for messages that were
   *   damaged on their way
   */
  replayDeadLetters(
    board: string,
    options?: { readonly scope?: string; readonly readEntry?: (position: number) => Promise<LogEntry | undefined> },
  ): Promise<ReplayResult>;
  readonly deadLetters: DeadLetterStore;
  /** Resolves when the database answers. @throws DomainError unavailable */
  ping(): Promise<void>;
}

export interface ApplierOptions {
  readonly connection: Connection;
  /** Name of the consumer; with scope, source and board it names an inbox. */
  readonly consumer: string;
  /** The service whose log the events are of, for example `registry`. */
  readonly source: string;
  readonly projection: Projection;
  readonly logger: Logger;
  readonly metrics?: Registry;
  readonly crashPoints?: CrashPoints;
  /** How often not_found and stale_version are tried before they count as permanent; default 3. */
  readonly maxAttempts?: number;
}
