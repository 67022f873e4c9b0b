import type { JsonValue } from '../idempotency/idempotency-store';
import type { LogEntry, NewEvent } from '../log/log-entry';
import type { Session } from '../mongo/database';

/** An event as a decision makes it; aggregate and version are those of the command's unit. */
export type DecidedEvent = Omit<NewEvent, 'aggregate' | 'aggregateVersion' | 'traceparent'>;

export interface Decision<S> {
  readonly state: S;
  /** None: nothing happens to the unit, only the response is remembered. */
  readonly events: readonly DecidedEvent[];
  readonly response: JsonValue;
}

export interface DecisionContext {
  /** Version of the unit before this command, 0 when it does not exist: for If-Match. */
  readonly version: number;
}

/** A change of one unit of one board. */
export interface Command<S> {
  readonly board: string;
  readonly unit: string;
  /** Other units whose state the decision needs; read in the same transaction. */
  readonly refs?: readonly string[];
  readonly idempotency?: { readonly key: string; readonly requestHash: string };
  /** W3C `traceparent` of the request; commands of many share a transaction. Default what runs when the command is given. */
  readonly traceparent?: string;
  /** On the monotonic clock `performance.now()`: after it nobody waits for the answer any more. */
  readonly deadlineMs: number;
  /** Pure; may be called several times. A DomainError refuses this command alone. */
  decide(state: S | undefined, refs: ReadonlyMap<string, S>, context: DecisionContext): Decision<S>;
}

export interface CommandOutcome {
  readonly response: JsonValue;
  /** True when an earlier command with the same idempotency key had the effect. */
  readonly replayed: boolean;
  /** The unit's version after the command; absent for a replayed one. */
  readonly version?: number;
  /** Absent when the command wrote no event. */
  readonly firstPosition?: number;
  readonly lastPosition?: number;
  readonly recordedAt?: Date;
}

/** Number of events that ever happened to a unit, and what it is after them. */
export interface LoadedUnit<S> {
  readonly state: S;
  readonly version: number;
}

export interface UnitChange<S> {
  readonly unit: string;
  /** Absent for a new unit. */
  readonly before?: LoadedUnit<S>;
  readonly after: S;
  /** After the change: `before.version` + number of events. */
  readonly version: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly recordedAt: Date;
  readonly events: readonly LogEntry[];
}

/** Where a service keeps its units. Every change of them raises the board's log. Both functions make as few calls as they can. */
export interface UnitStore<S> {
  /** Units that do not exist are absent from the map. Without a session: as last committed. */
  load(session: Session | undefined, board: string, units: readonly string[]): Promise<Map<string, LoadedUnit<S>>>;
  save(session: Session, board: string, changes: readonly UnitChange<S>[]): Promise<void>;
}
