import { fitsInt64, invalid } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import type { FactChanges, FactStore, Place, StoredFact } from '../../application/ports';
import type { RecordVersion } from '../../domain/facts/record-version';
import type { SourceLog } from '../../domain/source-log';
import { projectedCollectionsOf } from './collections';
import type { MakerDocument, RateUseDocument } from './collections';
import { factId, factPrefix, fromFactDocument, toFactDocument } from './fact-documents';
import { sumFacts } from './fact-sums';
import { fromVersionDocument, toVersionDocument } from './version-documents';
import { writeSums } from './write-sums';

/** Documents per insert: well below the driver's message limit. */
const CHUNK = 5_000;

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}

const overflow = (unit: string, measure: string): Error =>
  invalid('amount_overflow', {
    vi: `Số liệu ${measure} của ${unit} vượt quá 64 bit`,
    en: `${measure} of ${unit} does not fit 64 bits`,
    params: { unit, measure },
  });

const text = (n: number): string => n.toString();

/** Who recorded what takes effect in which month, since when; only ever lowered. */
function makerWrites({ board, generation }: Place, { added, removed, actorAt }: FactChanges): mongo.AnyBulkWriteOperation<MakerDocument>[] {
  const first = new Map<string, { actor: string; month: string; position: bigint }>();
  for (const { fact } of [...added, ...removed]) {
    const actor = actorAt(fact.position);
    if (actor === undefined) continue;
    const month = fact.date.slice(0, 7);
    const known = first.get(`${month}/${actor}`);
    if (!known || fact.position < known.position) first.set(`${month}/${actor}`, { actor, month, position: fact.position });
  }
  return [...first].map(([key, { actor, month, position }]) => ({
    updateOne: {
      filter: { _id: `${factPrefix({ board, generation })}${key}` },
      update: { $min: { firstPosition: position }, $setOnInsert: { board, generation, actor, month } },
      upsert: true,
    },
  }));
}

/** The consumer's side of the projection in MongoDB. */
export function createFactStore(connection: Connection, log: SourceLog = 'registry'): FactStore {
  const collections = projectedCollectionsOf(connection, log);
  const { versions, facts, makers, rateUses } = collections;

  return {
    async addVersions(session, place, list) {
      for (const chunk of chunks(list))
        await versions.insertMany(
          chunk.map((version) => toVersionDocument(place, version)),
          { session, ordered: false },
        );
    },

    async versionsOf(session, { board, generation }, units) {
      const found = new Map<string, RecordVersion[]>(units.map((unit) => [unit, []]));
      for (const chunk of chunks(units)) {
        const cursor = versions.find({ board, generation, unit: { $in: chunk } }, { session, useBigInt64: true, batchSize: CHUNK });
        for (const document of await cursor.toArray()) found.get(document.unit)?.push(fromVersionDocument(document));
      }
      return found;
    },

    async factsOf(session, place, ranges) {
      const { board, generation } = place;
      const from = new Map(ranges.map(({ unit, fromPosition }) => [unit, fromPosition]));
      const stored: StoredFact[] = [];
      for (const chunk of chunks(ranges)) {
        // Positions mostly rise, so that nothing lies at or above the batch's first and the index answers with nothing.
        const earliest = chunk.reduce(
          (least, { fromPosition }) => (fromPosition < least ? fromPosition : least),
          chunk[0]?.fromPosition ?? 0n,
        );
        const cursor = facts.find(
          { board, generation, unit: { $in: chunk.map(({ unit }) => unit) }, position: { $gte: earliest } },
          { session, useBigInt64: true, batchSize: CHUNK },
        );
        for (const document of await cursor.toArray()) {
          if (document.position >= (from.get(document.unit) ?? 0n)) stored.push({ id: document._id, fact: fromFactDocument(document) });
        }
      }
      return stored;
    },

    identify: (place, fact) => ({ id: factId(place, fact), fact }),

    async write(session, place, changes) {
      const { added, removed } = changes;
      if (added.length === 0 && removed.length === 0) return;
      for (const { fact } of added) if (!fitsInt64(fact.value)) throw overflow(fact.unit, fact.measure);
      for (const chunk of chunks(removed)) await facts.deleteMany({ _id: { $in: chunk.map(({ id }) => id) } }, { session });
      for (const chunk of chunks(added))
        await facts.insertMany(
          chunk.map((stored) => toFactDocument(place, stored)),
          { session, ordered: false },
        );
      const sums = sumFacts([
        { facts: added.map(({ fact }) => fact), sign: 1 },
        { facts: removed.map(({ fact }) => fact), sign: -1 },
      ]);
      await writeSums(collections, session, place, sums);
      const makerOps = makerWrites(place, changes);
      if (makerOps.length > 0) await makers.bulkWrite(makerOps, { session, ordered: false });
    },

    async saveRateNeeds(session: Session, { board, generation }, needs) {
      const latest = new Map<string, { unit: string; currency: string; on: string }>();
      for (const [unit, list] of needs) {
        for (const { currency, on } of list) {
          const known = latest.get(`${currency}/${unit}`);
          if (!known || on > known.on) latest.set(`${currency}/${unit}`, { unit, currency, on });
        }
      }
      if (latest.size === 0) return;
      await rateUses.bulkWrite(
        [...latest].map(
          ([key, { unit, currency, on }]): mongo.AnyBulkWriteOperation<RateUseDocument> => ({
            updateOne: {
              filter: { _id: `${board}/${text(generation)}/${key}` },
              update: { $max: { latest: on }, $setOnInsert: { board, generation, unit, currency } },
              upsert: true,
            },
          }),
        ),
        { session, ordered: false },
      );
    },

    async unitsUsingRate(session, { board, generation }, { currency, date }) {
      const found = await rateUses
        .find({ board, generation, currency, latest: { $gte: date } }, { session, projection: { _id: 0, unit: 1 } })
        .toArray();
      return found.map(({ unit }) => unit);
    },
  };
}
