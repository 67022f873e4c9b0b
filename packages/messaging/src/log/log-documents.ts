import { mongo } from 'mongoose';
import type { LogEntry, NewEvent } from './log-entry';

/** `log_heads`: one document per board. Longs are read as numbers. */
export interface HeadDocument {
  readonly _id: string;
  readonly position: number;
  /** Nothing may be recorded at or before this instant any more: the newest event's or a later fence. */
  readonly recordedAt: Date;
  /** The newest event's own instant; absent while there is none. */
  readonly entryRecordedAt?: Date;
  /** Counts writes whose only purpose was to wait for a transaction in flight. */
  readonly touched?: number;
}

/** `event_log`: its only index is _id, which sorts by board and position. */
export interface LogDocument {
  readonly _id: string;
  readonly board: string;
  readonly position: mongo.Long | number;
  readonly recordedAt: Date;
  readonly aggregate: string;
  readonly aggregateVersion: mongo.Long | number;
  readonly type: string;
  readonly payload: mongo.Binary;
  readonly before?: mongo.Binary;
  readonly actor: string;
  readonly cause: string;
  readonly reason?: string;
  readonly traceparent?: string;
}

/** `hung-yen/000000000017`: 12 digits keep text order and number order the same. */
export const entryId = (board: string, position: number): string => `${board}/${position.toString().padStart(12, '0')}`;

export function toDocument(board: string, position: number, recordedAt: Date, event: NewEvent): LogDocument {
  return {
    _id: entryId(board, position),
    board,
    position: mongo.Long.fromNumber(position),
    recordedAt,
    aggregate: event.aggregate,
    aggregateVersion: mongo.Long.fromNumber(event.aggregateVersion),
    type: event.type,
    payload: new mongo.Binary(event.payload),
    ...(event.before === undefined ? {} : { before: new mongo.Binary(event.before) }),
    actor: event.actor,
    cause: event.cause,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}

export function entryFromDocument(document: LogDocument): LogEntry {
  const entry = {
    board: document.board,
    position: Number(document.position),
    recordedAt: document.recordedAt,
    aggregate: document.aggregate,
    aggregateVersion: Number(document.aggregateVersion),
    type: document.type,
    payload: bytesOf(document.payload),
    actor: document.actor,
    cause: document.cause,
  };
  // Spreading would cost more than all of the above, and most entries have none of these.
  if (document.before === undefined && document.reason === undefined && document.traceparent === undefined) return entry;
  return {
    ...entry,
    ...(document.before === undefined ? {} : { before: bytesOf(document.before) }),
    ...(document.reason === undefined ? {} : { reason: document.reason }),
    ...(document.traceparent === undefined ? {} : { traceparent: document.traceparent }),
  };
}

/** A view without a copy: the driver's buffer may be longer than its content. */
export const bytesOf = (binary: mongo.Binary): Uint8Array => binary.buffer.subarray(0, binary.position);
