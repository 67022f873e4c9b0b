import { invalid } from '@kcn/kernel';
import type { LogEntry } from '../log/log-entry';
import type { IncomingMessage, OutgoingMessage } from './event-bus';

/** An event as read from Kafka: everything of the log entry but `before`, which stays in its service. */
export type ReceivedEvent = LogEntry;

/** `/kcn/registry/hung-yen` */
export const eventSource = (source: string, board: string): string => `/kcn/${source}/${board}`;

/** Key of an event's Kafka message: all of one aggregate go to one partition. */
export const eventKey = (board: string, aggregate: string): string => `${board}/${aggregate}`;

const SPEC_VERSION = Buffer.from('1.0');
const CONTENT_TYPE = Buffer.from('application/protobuf');

/** Texts that many events share are encoded once. Bounded, because actors and causes are many over the years. */
function createTextCache(limit: number): (text: string) => Buffer {
  const cache = new Map<string, Buffer>();
  return (text) => {
    let bytes = cache.get(text);
    if (!bytes) {
      bytes = Buffer.from(text);
      if (cache.size >= limit) cache.clear();
      cache.set(text, bytes);
    }
    return bytes;
  };
}

/**
 * Writes log entries of one service as CloudEvents 1.0 in Kafka's binary mode: attributes in `ce_` headers, the protobuf
 * payload as value. Strict: every header is always written, except `ce_reason` and `traceparent` which are written when there is one.
 */
export function createEventEncoder(source: string): (entry: LogEntry) => OutgoingMessage {
  const cached = createTextCache(2_000);
  let lastInstant = Number.NaN;
  let time = Buffer.alloc(0);
  return (entry) => {
    const subject = eventSource(source, entry.board);
    const key = eventKey(entry.board, entry.aggregate);
    const position = entry.position.toString();
    if (entry.recordedAt.getTime() !== lastInstant) {
      lastInstant = entry.recordedAt.getTime();
      time = Buffer.from(entry.recordedAt.toISOString());
    }
    const headers: Record<string, Buffer | string> = {
      ce_specversion: SPEC_VERSION,
      ce_id: `${subject}/${position}`,
      ce_source: cached(subject),
      ce_type: cached(entry.type),
      ce_time: time,
      ce_recordedtime: time,
      ce_partitionkey: key,
      'content-type': CONTENT_TYPE,
      ce_board: cached(entry.board),
      ce_position: position,
      ce_aggregate: entry.aggregate,
      ce_aggregateversion: entry.aggregateVersion.toString(),
      ce_actor: cached(entry.actor),
      ce_cause: cached(entry.cause),
    };
    if (entry.reason !== undefined) headers['ce_reason'] = entry.reason;
    if (entry.traceparent !== undefined) headers['traceparent'] = entry.traceparent;
    return { key, value: entry.payload, headers };
  };
}

const unreadable = (name: string): Error =>
  invalid('unreadable_headers', {
    vi: `Thông điệp thiếu hoặc hỏng tiêu đề ${name}`,
    en: `The message lacks the header ${name} or it is broken`,
    params: { header: name },
  });

/**
 * Reads a message as an event. Lenient: unknown headers are ignored, actor, cause and reason may be missing; what places
 * the event (board, position, aggregate, version, type) must be there.
 * @throws DomainError invalid `unreadable_headers`
 */
export function decodeEvent(message: IncomingMessage): ReceivedEvent {
  const { headers } = message;
  const text = (name: string): string | undefined => headers[name]?.toString();
  const required = (name: string): string => {
    const value = text(name);
    if (value === undefined || value === '') throw unreadable(name);
    return value;
  };
  const counter = (name: string): number => {
    const value = Number(required(name));
    if (!Number.isSafeInteger(value) || value < 1) throw unreadable(name);
    return value;
  };
  const recordedAt = new Date(text('ce_recordedtime') ?? required('ce_time'));
  if (Number.isNaN(recordedAt.getTime())) throw unreadable('ce_recordedtime');
  const reason = text('ce_reason');
  const traceparent = text('traceparent');
  return {
    board: required('ce_board'),
    position: counter('ce_position'),
    aggregate: required('ce_aggregate'),
    aggregateVersion: counter('ce_aggregateversion'),
    type: required('ce_type'),
    payload: message.value ?? new Uint8Array(),
    recordedAt,
    actor: text('ce_actor') ?? '',
    cause: text('ce_cause') ?? '',
    ...(reason === undefined ? {} : { reason }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
