import type { LogEntry } from '../log/log-entry';
import type { Session } from '../mongo/database';

/** What a consumer makes of events. Within one scope each event is applied exactly once and in order per aggregate. */
export interface Projection {
  /**
   * Names the set of data that events of a board go to now, for example its generation; asked once per batch.
   * Effects and inbox of two scopes are independent of each other.
   */
  scope(board: string): Promise<string>;
  /**
   * Cheap check before any transaction: undecodable payload, unknown type or schema version.
   * @throws DomainError invalid – the event is dead-lettered, later ones of its aggregate are parked
   */
  check?(event: LogEntry): void;
  /**
   * Writes the effect of the events, sorted by position, through the session and nowhere else; may be run again.
   * @throws DomainError; its category decides (transportTable): unavailable, stale_version and not_found are retried,
   *   already_exists counts as done, everything else (any other error too) is permanent
   */
  apply(session: Session, board: string, scope: string, events: readonly LogEntry[]): Promise<void>;
}
