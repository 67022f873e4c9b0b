import { invalid } from '@kcn/kernel';
import { currentTraceparent } from '@kcn/service-kit';
import { mongo } from 'mongoose';
import { databaseOf } from '../mongo/database';
import type { Connection, Session } from '../mongo/database';
import { insertDocuments } from '../mongo/insert-documents';
import { translateMongoError } from '../mongo/mongo-errors';
import { checkNewEvents } from './check-new-events';
import type { LogEntry, NewEvent } from './log-entry';
import { entryId, toDocument } from './log-documents';
import type { HeadDocument, LogDocument } from './log-documents';
import { entryFromRaw } from './raw-entry';

export interface AppendResult {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly recordedAt: Date;
}

export interface LogHead {
  /** 0 while the board has no event. */
  readonly position: number;
  /** When the newest event was recorded; absent while there is none. */
  readonly recordedAt?: Date;
}

export interface EventLog {
  /** Creates the collections, which a transaction cannot do at first use without a conflict. Call once at start. */
  ensureIndexes(): Promise<void>;
  /**
   * Writes the events and raises the board's head, all within the caller's transaction. Positions are gapless and in
   * commit order because every transaction of a board writes the head.
   * @throws Error outside a transaction; DomainError too_large `event_too_large`
   */
  append(session: Session, board: string, events: readonly NewEvent[]): Promise<AppendResult>;
  /**
   * The first half of `append`, for whoever does not know the events yet but about how many there will be: from here on no other
   * transaction of the board can commit before this one. `fill` must follow, or the transaction must be aborted.
   */
  reserve(session: Session, board: string, count: number): Promise<AppendResult>;
  /**
   * Writes the events at the reserved positions. When there are more or fewer of them, the head is put where they end.
   * @throws as `append`
   */
  fill(session: Session, board: string, reserved: AppendResult, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Entries above `afterPosition` in order, up to the head as it was when reading began. */
  read(
    board: string,
    afterPosition: number,
    options?: { readonly limitPerChunk?: number; readonly upTo?: number },
  ): AsyncIterable<LogEntry[]>;
  head(board: string): Promise<LogHead>;
  /** Every board that ever had an event, sorted. */
  boards(): Promise<string[]>;
  /**
   * The last position recorded at or before `instant`, 0 when there is none. Final: it first makes sure that nothing can
   * be recorded at or before `instant` any more, waiting for transactions in flight.
   * @throws DomainError invalid `instant_in_future` when the database's clock has not reached `instant`
   */
  positionAt(board: string, instant: Date): Promise<number>;
  /** Waits until no transaction that has appended to the board is still undecided. @throws DomainError unavailable */
  settleInFlight(board: string): Promise<void>;
}

export interface EventLogCollections {
  readonly entries: mongo.Collection<LogDocument>;
  readonly heads: mongo.Collection<HeadDocument>;
}

export const LOG_COLLECTION = 'event_log';
export const HEADS_COLLECTION = 'log_heads';

export const logCollectionsOf = (connection: Connection): EventLogCollections => {
  const db = databaseOf(connection);
  return { entries: db.collection<LogDocument>(LOG_COLLECTION), heads: db.collection<HeadDocument>(HEADS_COLLECTION) };
};

/** The event log of a service, which is its outbox and its audit trail too. Two collections: `event_log`, `log_heads`. */
export function createEventLog({ connection }: { readonly connection: Connection }): EventLog {
  const db = databaseOf(connection);
  const { entries, heads } = logCollectionsOf(connection);

  async function reserve(session: Session, board: string, count: number): Promise<AppendResult> {
    if (!session.inTransaction()) throw new Error('append() and reserve() need a session in a transaction');
    const head = await heads.findOneAndUpdate(
      { _id: board },
      [
        {
          $set: {
            position: { $add: [{ $ifNull: ['$position', mongo.Long.ZERO] }, mongo.Long.fromNumber(count)] },
            // A process's clock is never asked. One millisecond more keeps instants of a board strictly rising.
            recordedAt: { $max: ['$$NOW', { $add: [{ $ifNull: ['$recordedAt', new Date(0)] }, 1] }] },
          },
        },
        { $set: { entryRecordedAt: '$recordedAt' } },
      ],
      { session, upsert: true, returnDocument: 'after', projection: { position: 1, recordedAt: 1 } },
    );
    if (!head) throw new Error(`log head of ${board} was not returned`);
    return { firstPosition: head.position - count + 1, lastPosition: head.position, recordedAt: head.recordedAt };
  }

  async function fill(session: Session, board: string, reserved: AppendResult, events: readonly NewEvent[]): Promise<AppendResult> {
    checkNewEvents(events);
    const { firstPosition, recordedAt } = reserved;
    const lastPosition = firstPosition + events.length - 1;
    if (lastPosition !== reserved.lastPosition)
      await heads.updateOne({ _id: board }, { $inc: { position: lastPosition - reserved.lastPosition } }, { session });
    const traceparent = currentTraceparent();
    const documents = events.map((event, index) =>
      toDocument(board, firstPosition + index, recordedAt, traceparent === undefined ? event : { traceparent, ...event }),
    );
    await insertDocuments(db, { session, collection: LOG_COLLECTION, documents, sizeOf: sizeOfEntry });
    return { firstPosition, lastPosition, recordedAt };
  }

  async function fence(board: string, instant: Date): Promise<void> {
    const { localTime } = (await db.command({ hello: 1 })) as unknown as { localTime: Date };
    if (instant > localTime) {
      throw invalid('instant_in_future', {
        vi: `Thời điểm ${instant.toISOString()} chưa đến (giờ máy chủ dữ liệu ${localTime.toISOString()})`,
        en: `The instant ${instant.toISOString()} has not come yet (database time ${localTime.toISOString()})`,
      });
    }
    // Outside a transaction a write waits for transactions that hold the document, so none of them can end up before it.
    await heads.updateOne(
      { _id: board },
      [{ $set: { position: { $ifNull: ['$position', mongo.Long.ZERO] }, recordedAt: { $max: ['$recordedAt', instant] } } }],
      { upsert: true },
    );
  }

  /** Instants rise with positions, so no index on them is needed. */
  async function searchPosition(board: string, lastPosition: number, instant: Date): Promise<number> {
    let low = 0;
    let high = lastPosition;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const entry = await entries.findOne({ _id: entryId(board, middle) }, { projection: { recordedAt: 1 } });
      if (!entry) throw new Error(`log of ${board} has no entry ${middle.toString()}`);
      if (entry.recordedAt <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    async ensureIndexes() {
      const existing = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map((c) => c.name));
      for (const name of [LOG_COLLECTION, HEADS_COLLECTION]) if (!existing.has(name)) await db.createCollection(name).catch(ignoreExists);
    },

    async append(session, board, events) {
      checkNewEvents(events);
      return fill(session, board, await reserve(session, board, events.length), events);
    },
    reserve,
    fill,

    async *read(board, afterPosition, { limitPerChunk = 1_000, upTo } = {}) {
      const last = Math.min(upTo ?? Number.MAX_SAFE_INTEGER, (await heads.findOne({ _id: board }))?.position ?? 0);
      let position = afterPosition;
      while (position < last) {
        const documents = await entries
          .find({ _id: { $gt: entryId(board, position), $lte: entryId(board, last) } }, { raw: true })
          .sort({ _id: 1 })
          .limit(limitPerChunk)
          .batchSize(limitPerChunk)
          .toArray()
          .catch(rethrowTranslated);
        if (documents.length === 0) throw new Error(`log of ${board} ends at ${position.toString()} before its head ${last.toString()}`);
        const chunk = documents.map((raw) => entryFromRaw(raw as unknown as Uint8Array));
        position += chunk.length;
        yield chunk;
      }
    },

    async head(board) {
      const head = await heads.findOne({ _id: board }).catch(rethrowTranslated);
      return head?.entryRecordedAt === undefined
        ? { position: head?.position ?? 0 }
        : { position: head.position, recordedAt: head.entryRecordedAt };
    },

    async boards() {
      const all = await heads
        .find({ position: { $gt: 0 } }, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray()
        .catch(rethrowTranslated);
      return all.map((head) => head._id);
    },

    async settleInFlight(board) {
      // Raising by nothing is still a write, and a write waits for the transaction that holds the document.
      await heads
        .updateOne(
          { _id: board },
          { $inc: { touched: 1 }, $setOnInsert: { position: mongo.Long.ZERO as unknown as number, recordedAt: new Date(0) } },
          { upsert: true },
        )
        .catch(rethrowTranslated);
    },

    async positionAt(board, instant) {
      try {
        let head = await heads.findOne({ _id: board });
        if (!head || instant > head.recordedAt) {
          await fence(board, instant);
          head = await heads.findOne({ _id: board });
        }
        if (!head || head.position === 0) return 0;
        if (head.entryRecordedAt !== undefined && head.entryRecordedAt <= instant) return head.position;
        return await searchPosition(board, head.position, instant);
      } catch (error) {
        throw translateMongoError(error);
      }
    },
  };
}

/** Beside the payloads an entry holds names, the actor, the cause and a reason. */
const sizeOfEntry = ({ payload, before, reason }: LogDocument): number =>
  1_000 + payload.position + (before?.position ?? 0) + 4 * (reason?.length ?? 0);

const rethrowTranslated = (error: unknown): never => {
  throw translateMongoError(error);
};

const NAMESPACE_EXISTS = 48;
function ignoreExists(error: unknown): void {
  if (!(error instanceof mongo.MongoServerError) || error.code !== NAMESPACE_EXISTS) throw error;
}
