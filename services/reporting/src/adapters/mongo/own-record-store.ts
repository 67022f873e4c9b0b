import type { ReportingKind, reportingV1 } from '@kcn/contracts';
import { recordKey, recordKeyParts } from '@kcn/contracts';
import { instantFromDate } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
import { mongo } from 'mongoose';
import { indexOf, ownKindEvents } from '../../application/own-records/own-kinds';
import { ownRecordId } from '../../application/ports';
import type { OwnContent, OwnRecord, OwnRecords, OwnVersion } from '../../application/ports';
import { bytesOf, collectionsOf, positionText } from './collections';
import type { OwnRecordDocument, OwnVersionDocument } from './collections';

const CHUNK = 5_000;

const contentOf = (kind: string, payload: mongo.Binary | undefined): OwnContent | null =>
  payload ? ownKindEvents[kind as ReportingKind].codec.decode(bytesOf(payload)) : null;

const toVersion = ({ kind, key, position, recordedAt, actor, cause, reason, payload }: OwnVersionDocument): OwnVersion => ({
  kind: kind as ReportingKind,
  key,
  position: Number(position),
  recordedAt: instantFromDate(recordedAt),
  actor,
  cause,
  ...(reason === undefined ? {} : { reason }),
  content: contentOf(kind, payload),
});

/** Versions sorted by position → the last content of each key, withdrawn ones left out, in the order of keys. */
function lastContents<T>(documents: readonly OwnVersionDocument[]): T[] {
  const last = new Map<string, OwnContent | null>();
  for (const { kind, key, payload } of documents) last.set(key, contentOf(kind, payload));
  return [...last.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, content]) => (content === null ? [] : [content as T]));
}

/** Reporting's own records: every version for as-of, and the newest one for judging what is new. */
export function createOwnRecordStore(connection: Connection): OwnRecords {
  const { ownVersions, ownRecords } = collectionsOf(connection);

  const find = (board: string, filter: mongo.Filter<OwnVersionDocument>, upTo: number, session?: Session): Promise<OwnVersionDocument[]> =>
    ownVersions
      .find({ board, ...filter, position: { $lte: BigInt(upTo) } }, { batchSize: CHUNK, ...(session ? { session } : {}) })
      .sort({ position: 1 })
      .toArray();

  return {
    typedValues: async (board, periods, upTo) =>
      lastContents<reportingV1.IndicatorValueRecorded>(
        await find(board, { kind: 'indicator-values', period: { $in: [...periods] } }, upTo),
      ),
    planTargets: async (board, year, upTo) =>
      lastContents<reportingV1.PlanTargetRecorded>(await find(board, { kind: 'plan-targets', year }, upTo)),
    catalogueRows: async (board, upTo, session) =>
      lastContents<reportingV1.CatalogueIndicatorRecorded>(await find(board, { kind: 'catalogue' }, upTo, session)),

    async last(board, upTo = Number.MAX_SAFE_INTEGER) {
      const [newest] = await ownVersions
        .find({ board, position: { $lte: BigInt(upTo) } })
        .sort({ position: -1 })
        .limit(1)
        .toArray();
      return newest && { position: Number(newest.position), recordedAt: instantFromDate(newest.recordedAt) };
    },

    async lastShown(board, { periods, year }, upTo) {
      const reading = { projection: { key: 1, position: 1, recordedAt: 1 }, batchSize: CHUNK } as const;
      const until = { board, position: { $lte: BigInt(upTo) } };
      const stated = await ownVersions
        .find(
          {
            $or: [
              { ...until, kind: 'indicator-values', period: { $in: [...periods] } },
              { ...until, kind: 'plan-targets', year },
            ],
          },
          reading,
        )
        .toArray();
      const used = [...new Set(stated.map(({ key }) => recordKey([recordKeyParts(key)[0] ?? ''])))];
      const named = await ownVersions.find({ ...until, kind: 'catalogue', key: { $in: used } }, reading).toArray();
      const newest = [...stated, ...named].reduce<OwnVersionDocument | undefined>(
        (last, one) => (last && last.position > one.position ? last : one),
        undefined,
      );
      return newest && { position: Number(newest.position), recordedAt: instantFromDate(newest.recordedAt) };
    },

    versionsOf: async (board, { kind, key }, upTo) => (await find(board, { kind, key, ...indexOf({ kind, key }) }, upTo)).map(toVersion),

    async *allVersions(board, upTo) {
      const cursor = ownVersions.find({ board, position: { $lte: BigInt(upTo) } }, { batchSize: CHUNK }).sort({ position: 1 });
      for await (const { kind, key, position, payload } of cursor) {
        yield { kind: kind as ReportingKind, key, position: Number(position), ...(payload ? { payload: bytesOf(payload) } : {}) };
      }
    },

    async hasMaker(board, { subject, periods, year, upTo }) {
      const made = { board, actor: subject, position: { $lte: BigInt(upTo) } };
      const found = await ownVersions.findOne({
        $or: [
          { ...made, kind: 'indicator-values', period: { $in: [...periods] } },
          { ...made, kind: 'plan-targets', year },
        ],
      });
      return found !== null;
    },

    async current(session, board, names) {
      const records = new Map<string, OwnRecord>();
      for (let start = 0; start < names.length; start += CHUNK) {
        const ids = names.slice(start, start + CHUNK).map((name) => `${board}/${ownRecordId(name)}`);
        for (const { kind, key, version, payload } of await ownRecords
          .find({ _id: { $in: ids } }, { batchSize: CHUNK, ...(session ? { session } : {}) })
          .toArray()) {
          const record = { kind: kind as ReportingKind, key, version };
          records.set(ownRecordId(record), { ...record, ...(payload ? { payload: bytesOf(payload) } : {}) });
        }
      }
      return records;
    },

    async save(session, board, changes) {
      for (let start = 0; start < changes.length; start += CHUNK) {
        const chunk = changes.slice(start, start + CHUNK);
        await ownVersions.insertMany(
          chunk.map(
            ({ kind, key, position, recordedAt, actor, cause, reason, payload, period, year }): OwnVersionDocument => ({
              _id: `${board}/${positionText(position)}`,
              board,
              kind,
              key,
              position: BigInt(position),
              recordedAt,
              actor,
              cause,
              ...(reason === undefined ? {} : { reason }),
              ...(payload ? { payload: new mongo.Binary(payload) } : {}),
              ...(period === undefined ? {} : { period }),
              ...(year === undefined ? {} : { year }),
            }),
          ),
          { session, ordered: false },
        );
        await ownRecords.bulkWrite(
          chunk.map(
            ({ kind, key, version, payload }): mongo.AnyBulkWriteOperation<OwnRecordDocument> => ({
              replaceOne: {
                filter: { _id: `${board}/${ownRecordId({ kind, key })}` },
                replacement: { board, kind, key, version, ...(payload ? { payload: new mongo.Binary(payload) } : {}) },
                upsert: true,
              },
            }),
          ),
          { session, ordered: false },
        );
      }
    },
  };
}
