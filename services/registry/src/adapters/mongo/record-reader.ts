import type { RegistryKind } from '@kcn/contracts';
import { databaseOf, translateMongoError } from '@kcn/messaging';
import type { Connection, EventLog, LogEntry } from '@kcn/messaging';
import type { RecordReader, RecordVersion, RecordView } from '../../application/record-reader';
import type { BoardRecord } from '../../domain/records/record';
import { contentFromPayload, recordOf } from '../../domain/records/record';
import { RECORDS, bytesOf, kindAndKeyOf, recordDocumentId, versionFromPayload } from './record-documents';
import type { RecordDocument } from './record-documents';

export interface RecordReaderOptions {
  readonly connection: Connection;
  readonly log: EventLog;
}

const translated = (error: unknown): never => {
  throw translateMongoError(error);
};

/** Records from `records`; versions before the last from the event log. */
export function createRecordReader({ connection, log }: RecordReaderOptions): RecordReader {
  const records = databaseOf(connection).collection<RecordDocument>(RECORDS);

  async function readEntry(board: string, position: number): Promise<LogEntry> {
    for await (const [entry] of log.read(board, position - 1, { upTo: position, limitPerChunk: 1 })) if (entry) return entry;
    throw new Error(`log of ${board} has no entry ${String(position)}`);
  }

  function current(document: RecordDocument): RecordView | undefined {
    if (!document.live) return undefined;
    const { kind, key } = kindAndKeyOf(document);
    const { unit, positions, recordedAt, unitVersion } = document;
    const record = { kind, key, content: contentFromPayload(kind, bytesOf(document.content)) } as BoardRecord;
    return { record, unit, version: positions.length, position: positions.at(-1) ?? 0, recordedAt, unitVersion };
  }

  /** The record as it stood at a position, undefined when it was not there then. */
  async function asOf(document: RecordDocument, upTo: number | undefined): Promise<RecordView | undefined> {
    if (upTo === undefined || (document.positions.at(-1) ?? 0) <= upTo) return current(document);
    const version = document.positions.filter((position) => position <= upTo).length;
    const position = document.positions[version - 1];
    if (position === undefined) return undefined;
    const { kind } = kindAndKeyOf(document);
    const entry = await readEntry(document.board, position);
    const then = versionFromPayload(kind, entry.type, entry.payload);
    if (then.withdrawn) return undefined;
    return {
      record: recordOf(kind, then.content),
      unit: document.unit,
      version,
      position,
      recordedAt: entry.recordedAt,
      unitVersion: entry.aggregateVersion,
    };
  }

  const isView = (view: RecordView | undefined): view is RecordView => view !== undefined;

  return {
    async list(board, kind, { after, limit, upTo }) {
      const items: RecordView[] = [];
      let cursor = after;
      // Withdrawn and later records take places in a page of documents, so pages are read until one of records is full.
      for (;;) {
        const documents = await records
          .find({ _id: { $gt: recordDocumentId(board, kind, cursor ?? ''), $lt: `${board}|${kind}}` } })
          .sort({ _id: 1 })
          .limit(limit + 1)
          .toArray()
          .catch(translated);
        for (const document of documents) {
          const view = await asOf(document, upTo);
          if (view && items.length === limit) return { items, ...(items.at(-1) ? { next: items.at(-1)?.record.key ?? '' } : {}) };
          if (view) items.push(view);
        }
        const last = documents.at(-1);
        if (documents.length <= limit || !last) return { items };
        cursor = kindAndKeyOf(last).key;
      }
    },
    async find(board, kind, key, upTo) {
      const document = await records.findOne({ _id: recordDocumentId(board, kind, key) }).catch(translated);
      return document ? asOf(document, upTo) : undefined;
    },
    async history(board, kind: RegistryKind, key) {
      const document = await records.findOne({ _id: recordDocumentId(board, kind, key) }).catch(translated);
      const versions: RecordVersion[] = [];
      for (const [index, position] of (document?.positions ?? []).entries()) {
        const { type, payload, recordedAt, actor, cause, reason } = await readEntry(board, position);
        const then = versionFromPayload(kind, type, payload);
        versions.push({
          version: index + 1,
          position,
          recordedAt,
          actor,
          cause,
          ...(reason === undefined ? {} : { reason }),
          ...(then.withdrawn ? {} : { content: then.content as BoardRecord['content'] }),
        });
      }
      return versions;
    },
    async unitOf(board, kind, key) {
      const document = await records.findOne({ _id: recordDocumentId(board, kind, key) }, { projection: { unit: 1 } }).catch(translated);
      return document?.unit;
    },
    async unitVersion(board, unit) {
      const [newest] = await records
        .find({ board, unit }, { projection: { unitVersion: 1 } })
        .sort({ unitVersion: -1 })
        .limit(1)
        .toArray()
        .catch(translated);
      return newest?.unitVersion ?? 0;
    },
    async unit(board, unit, upTo) {
      const documents = await records.find({ board, unit }).sort({ _id: 1 }).toArray().catch(translated);
      return (await Promise.all(documents.map((document) => asOf(document, upTo)))).filter(isView);
    },
    async units(board, wanted) {
      const documents = await records
        .find({ board, unit: { $in: [...wanted] }, live: true })
        .toArray()
        .catch(translated);
      const views = new Map<string, RecordView[]>();
      for (const view of documents.map(current).filter(isView)) {
        const own = views.get(view.unit);
        if (own) own.push(view);
        else views.set(view.unit, [view]);
      }
      return views;
    },
  };
}
