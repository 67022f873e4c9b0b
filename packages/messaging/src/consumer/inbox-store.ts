import { mongo } from 'mongoose';
import { bytesOf, entryFromDocument, toDocument } from '../log/log-documents';
import type { LogDocument } from '../log/log-documents';
import type { LogEntry } from '../log/log-entry';
import { databaseOf } from '../mongo/database';
import type { Connection, Session } from '../mongo/database';
import type { AggregateState, KeptEvent } from './plan-batch';
import { createPositionSet } from './position-set';
import type { PositionSet } from './position-set';

/** `inbox`: one document per consumer, scope, source and board. */
export interface InboxDocument {
  readonly _id: string;
  readonly settled: number;
  readonly highest: number;
  readonly above: mongo.Binary;
  /** Raised with every change, so that two writers always conflict. */
  readonly revision: number;
}

interface AggregateDocument {
  readonly _id: string;
  readonly version: number;
  readonly held?: boolean;
  readonly blocked?: boolean;
}

/** `parked_events`: events that wait for an earlier version of their aggregate. */
interface ParkedDocument {
  readonly _id: string;
  readonly inbox: string;
  readonly aggregate: string;
  readonly position: number;
  readonly entry: LogDocument;
}

export interface LoadedInbox {
  readonly positions: PositionSet;
  readonly revision: number;
}

export interface StateChange {
  readonly aggregate: string;
  readonly before: AggregateState | undefined;
  readonly after: AggregateState;
}

export const keptId = (inbox: string, position: number): string => `${inbox}/${position.toString().padStart(12, '0')}`;

/** Names an inbox; `|` does not occur in consumers, sources and boards. */
export const inboxId = (parts: {
  readonly consumer: string;
  readonly scope: string;
  readonly source: string;
  readonly board: string;
}): string => [parts.consumer, parts.scope, parts.source, parts.board].join('|');

export const toStoredEntry = (entry: LogEntry): LogDocument => toDocument(entry.board, entry.position, entry.recordedAt, entry);

export type InboxStore = ReturnType<typeof createInboxStore>;

/** The collections `inbox`, `inbox_aggregates` and `parked_events` of a consumer's database. */
export function createInboxStore(connection: Connection) {
  const db = databaseOf(connection);
  const inboxes = db.collection<InboxDocument>('inbox');
  const aggregates = db.collection<AggregateDocument>('inbox_aggregates');
  const parked = db.collection<ParkedDocument>('parked_events');
  const long = (value: number): number => mongo.Long.fromNumber(value) as unknown as number;
  const aggregateId = (inbox: string, aggregate: string): string => `${inbox}|${aggregate}`;

  const decode = (document: InboxDocument | null): LoadedInbox => ({
    positions: createPositionSet(document ? { settled: document.settled, above: bytesOf(document.above) } : undefined),
    revision: document?.revision ?? 0,
  });

  return {
    async ensureIndexes(): Promise<void> {
      await Promise.all([
        db.createCollection('inbox').catch(() => undefined),
        db.createCollection('inbox_aggregates').catch(() => undefined),
        parked.createIndex({ inbox: 1, aggregate: 1, position: 1 }),
      ]);
    },

    /** Creates the inbox document outside of transactions, where its first insert cannot conflict. */
    async ensureInbox(inbox: string): Promise<void> {
      const empty = { settled: long(0), highest: long(0), above: new mongo.Binary(new Uint8Array()), revision: long(0) };
      await inboxes.updateOne({ _id: inbox }, { $setOnInsert: empty }, { upsert: true });
    },

    async load(inbox: string, session?: Session): Promise<LoadedInbox> {
      return decode(await inboxes.findOne({ _id: inbox }, session ? { session } : {}));
    },

    async save(session: Session, inbox: string, { positions, revision }: LoadedInbox): Promise<void> {
      const result = await inboxes.updateOne(
        { _id: inbox, revision },
        {
          $set: {
            settled: long(positions.settled()),
            highest: long(positions.highest()),
            above: new mongo.Binary(positions.above()),
            revision: long(revision + 1),
          },
        },
        { session },
      );
      if (result.matchedCount !== 1) throw new Error(`inbox ${inbox} was changed by another writer within a snapshot`);
    },

    async loadStates(session: Session, inbox: string, names: readonly string[]): Promise<Map<string, AggregateState>> {
      const found = await aggregates
        .find({ _id: { $in: names.map((name) => aggregateId(inbox, name)) } }, { session, batchSize: 10_000 })
        .toArray();
      const skip = inbox.length + 1;
      return new Map(
        found.map((one) => [one._id.slice(skip), { version: one.version, held: one.held ?? false, blocked: one.blocked ?? false }]),
      );
    },

    async saveStates(session: Session, inbox: string, changes: readonly StateChange[]): Promise<void> {
      const fresh: AggregateDocument[] = [];
      const updates: mongo.AnyBulkWriteOperation<AggregateDocument>[] = [];
      for (const { aggregate, before, after } of changes) {
        const _id = aggregateId(inbox, aggregate);
        const flags = { ...(after.held ? { held: true } : {}), ...(after.blocked ? { blocked: true } : {}) };
        if (!before) fresh.push({ _id, version: after.version, ...flags });
        else if (before.held || after.held || before.blocked || after.blocked)
          updates.push({ replaceOne: { filter: { _id }, replacement: { version: after.version, ...flags } } });
        else if (before.version !== after.version)
          updates.push({ updateOne: { filter: { _id }, update: { $set: { version: after.version } } } });
      }
      if (fresh.length > 0) await aggregates.insertMany(fresh, { session, ordered: false });
      if (updates.length > 0) await aggregates.bulkWrite(updates, { session, ordered: false });
    },

    async loadParked(session: Session, inbox: string, names: readonly string[]): Promise<KeptEvent[]> {
      const found = await parked.find({ inbox, aggregate: { $in: [...names] } }, { session }).toArray();
      return found.map((one) => ({ entry: entryFromDocument(one.entry), deadLetter: false }));
    },

    async park(session: Session, inbox: string, entries: readonly LogEntry[]): Promise<void> {
      if (entries.length === 0) return;
      await parked.bulkWrite(
        entries.map((entry) => ({
          updateOne: {
            filter: { _id: keptId(inbox, entry.position) },
            update: { $setOnInsert: { inbox, aggregate: entry.aggregate, position: entry.position, entry: toStoredEntry(entry) } },
            upsert: true,
          },
        })),
        { session, ordered: false },
      );
    },

    async unpark(session: Session, inbox: string, positions: readonly number[]): Promise<void> {
      if (positions.length > 0)
        await parked.deleteMany({ _id: { $in: positions.map((position) => keptId(inbox, position)) } }, { session });
    },

    /** Parked events of a consumer, over all boards. */
    countParked: (consumer: string): Promise<number> => parked.countDocuments({ inbox: { $gte: `${consumer}|`, $lt: `${consumer}}` } }),

    /** Positions and aggregates of all that is parked, without content. */
    async listParked(inbox: string): Promise<{ aggregate: string; position: number }[]> {
      return parked
        .find({ inbox }, { projection: { _id: 0, aggregate: 1, position: 1 } })
        .sort({ position: 1 })
        .toArray();
    },
  };
}
