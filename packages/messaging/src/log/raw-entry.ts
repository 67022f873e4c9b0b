import { mongo } from 'mongoose';
import { entryFromDocument } from './log-documents';
import type { LogDocument } from './log-documents';
import type { LogEntry } from './log-entry';

/** BSON element types that a log document is made of. */
const STRING = 0x02;
const BINARY = 0x05;
const DATE = 0x09;
const INT64 = 0x12;
const GENERIC = 0x00;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a log document from its BSON bytes. The log is read by the hundred thousand when a relay catches up or a projection
 * is rebuilt, and the general reader costs more than all that happens to an entry afterwards. A document that is made up
 * in any other way than `toDocument` does is left to the general reader.
 */
export function entryFromRaw(raw: Uint8Array): LogEntry {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return readKnown(bytes) ?? entryFromDocument(mongo.BSON.deserialize(bytes) as unknown as LogDocument);
}

const readInt64 = (bytes: Buffer, at: number): number => bytes.readInt32LE(at + 4) * 0x1_0000_0000 + bytes.readUInt32LE(at);

function readKnown(bytes: Buffer): LogEntry | undefined {
  const entry: Partial<Mutable<LogEntry>> = {};
  const end = bytes.readInt32LE(0) - 1;
  let at = 4;
  while (at < end) {
    const type = bytes[at];
    const nameEnd = bytes.indexOf(0, at + 1);
    const name = bytes.toString('latin1', at + 1, nameEnd);
    at = nameEnd + 1;
    if (type === STRING) {
      const length = bytes.readInt32LE(at);
      if (name !== '_id') {
        const text = bytes.toString('utf8', at + 4, at + 3 + length);
        if (isTextField(name)) entry[name] = text;
        else return undefined;
      }
      at += 4 + length;
    } else if (type === INT64) {
      if (name !== 'position' && name !== 'aggregateVersion') return undefined;
      entry[name] = readInt64(bytes, at);
      at += 8;
    } else if (type === BINARY) {
      const length = bytes.readInt32LE(at);
      if ((name !== 'payload' && name !== 'before') || bytes[at + 4] !== GENERIC) return undefined;
      entry[name] = bytes.subarray(at + 5, at + 5 + length);
      at += 5 + length;
    } else if (type === DATE) {
      if (name !== 'recordedAt') return undefined;
      entry.recordedAt = new Date(readInt64(bytes, at));
      at += 8;
    } else {
      return undefined;
    }
  }
  return isWhole(entry) ? entry : undefined;
}

type TextField = 'board' | 'aggregate' | 'type' | 'actor' | 'cause' | 'reason' | 'traceparent';

const isTextField = (name: string): name is TextField =>
  name === 'board' ||
  name === 'aggregate' ||
  name === 'type' ||
  name === 'actor' ||
  name === 'cause' ||
  name === 'reason' ||
  name === 'traceparent';

function isWhole(entry: Partial<LogEntry>): entry is LogEntry {
  const { board, position, recordedAt, aggregate, aggregateVersion, type, payload, actor, cause } = entry;
  return (
    board !== undefined &&
    position !== undefined &&
    recordedAt !== undefined &&
    aggregate !== undefined &&
    aggregateVersion !== undefined &&
    type !== undefined &&
    payload !== undefined &&
    actor !== undefined &&
    cause !== undefined
  );
}
