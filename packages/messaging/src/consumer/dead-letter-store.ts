import { DomainError } from '@kcn/kernel';
import { mongo } from 'mongoose';
import { bytesOf, entryFromDocument } from '../log/log-documents';
import type { LogDocument } from '../log/log-documents';
import type { LogEntry } from '../log/log-entry';
import { databaseOf } from '../mongo/database';
import type { Connection, Session } from '../mongo/database';
import type { DeadLetter, DeadLetterStore, MessageOrigin } from './applier-types';
import { keptId, toStoredEntry } from './inbox-store';
import type { KeptEvent } from './plan-batch';

/** `dead_letters`: kept for good; `open` until replayed. */
interface DeadLetterDocument {
  readonly _id: string;
  readonly consumer: string;
  /** Absent for a message that could not be read at all. */
  readonly inbox?: string;
  readonly aggregate?: string;
  readonly position?: number;
  readonly entry?: LogDocument;
  readonly key?: string;
  readonly payload?: mongo.Binary;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly origin?: MessageOrigin;
  readonly open: boolean;
  readonly sent: boolean;
  readonly failedAt: Date;
  readonly replayedAt?: Date;
}

export interface FailedEvent {
  readonly entry: LogEntry;
  readonly error: unknown;
  readonly origin: MessageOrigin | undefined;
}

/** A document holds at most 16 MB; of a longer message only the beginning is kept. */
const KEPT_BYTES = 12_000_000;

const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : 'bug');
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 2_000);

export type DeadLetters = ReturnType<typeof createDeadLetters>;

/** The collection `dead_letters` of a consumer's database. */
export function createDeadLetters(connection: Connection, consumer: string) {
  const letters = databaseOf(connection).collection<DeadLetterDocument>('dead_letters');

  const store: DeadLetterStore = {
    async addUnreadable({ topic, partition, offset, key, value }, error) {
      await letters.updateOne(
        { _id: `${consumer}|${topic}/${partition.toString()}/${offset}` },
        {
          $setOnInsert: {
            consumer,
            ...(key === null ? {} : { key: key.toString('utf8', 0, 1_000) }),
            payload: new mongo.Binary(value?.subarray(0, KEPT_BYTES) ?? new Uint8Array()),
            code: codeOf(error),
            reason: reasonOf(error),
            attempts: 1,
            origin: { topic, partition, offset },
            open: true,
            sent: false,
          },
          $currentDate: { failedAt: true },
        },
        { upsert: true },
      );
    },

    async findUnsent(limit) {
      const found = await letters.find({ consumer, sent: false }).sort({ _id: 1 }).limit(limit).toArray();
      return found.map(toDeadLetter);
    },

    async markSent(ids) {
      if (ids.length > 0) await letters.updateMany({ _id: { $in: [...ids] } }, { $set: { sent: true } });
    },
  };

  return {
    store,

    async ensureIndexes(): Promise<void> {
      await letters.createIndex({ inbox: 1, open: 1, aggregate: 1 });
      await letters.createIndex({ consumer: 1, sent: 1 }, { partialFilterExpression: { sent: false } });
    },

    async add(session: Session, inbox: string, failed: readonly FailedEvent[]): Promise<void> {
      if (failed.length === 0) return;
      await letters.bulkWrite(
        failed.map(({ entry, error, origin }) => ({
          updateOne: {
            filter: { _id: keptId(inbox, entry.position) },
            update: {
              $set: {
                consumer,
                inbox,
                aggregate: entry.aggregate,
                position: entry.position,
                entry: toStoredEntry(
                  entry.payload.byteLength > KEPT_BYTES ? { ...entry, payload: entry.payload.subarray(0, KEPT_BYTES) } : entry,
                ),
                code: codeOf(error),
                reason: reasonOf(error),
                ...(origin ? { origin } : {}),
                open: true,
                sent: false,
              },
              $inc: { attempts: 1 },
              $currentDate: { failedAt: true as const },
            },
            upsert: true,
          },
        })),
        { session },
      );
    },

    /** Open dead letters of the consumer, over all boards; unreadable messages have no inbox. */
    async countOpen(): Promise<number> {
      const counts = await Promise.all([
        letters.countDocuments({ inbox: { $gte: `${consumer}|`, $lt: `${consumer}}` }, open: true }),
        letters.countDocuments({ inbox: { $exists: false }, open: true, consumer }),
      ]);
      return counts[0] + counts[1];
    },

    /** Open dead letters of aggregates of an inbox. */
    async load(session: Session, inbox: string, aggregates: readonly string[]): Promise<KeptEvent[]> {
      const found = await letters.find({ inbox, open: true, aggregate: { $in: [...aggregates] } }, { session }).toArray();
      return found.flatMap((one) => (one.entry ? [{ entry: entryFromDocument(one.entry), deadLetter: true }] : []));
    },

    async close(session: Session, inbox: string, positions: readonly number[]): Promise<void> {
      if (positions.length === 0) return;
      await letters.updateMany(
        { _id: { $in: positions.map((position) => keptId(inbox, position)) } },
        { $set: { open: false }, $currentDate: { replayedAt: true } },
        { session },
      );
    },

    async listOpen(inbox: string): Promise<{ aggregate: string; position: number; code: string }[]> {
      const found = await letters
        .find({ inbox, open: true }, { projection: { aggregate: 1, position: 1, code: 1 } })
        .sort({ position: 1 })
        .toArray();
      return found.flatMap(({ aggregate, position, code }) =>
        aggregate === undefined || position === undefined ? [] : [{ aggregate, position, code }],
      );
    },
  };
}

function toDeadLetter(document: DeadLetterDocument): DeadLetter {
  const { _id, entry, payload, code, reason, attempts, origin, key } = document;
  const event = entry && entryFromDocument(entry);
  return {
    id: _id,
    ...(event ? { event, board: event.board } : {}),
    ...(key === undefined ? {} : { key }),
    payload: event?.payload ?? (payload ? bytesOf(payload) : new Uint8Array()),
    code,
    reason,
    attempts,
    ...(origin ? { origin } : {}),
  };
}
