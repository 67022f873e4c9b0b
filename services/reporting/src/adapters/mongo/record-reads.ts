import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import type { Place, RecordReads } from '../../application/ports';
import type { RecordVersion } from '../../domain/facts/record-version';
import type { SourceLog } from '../../domain/source-log';
import { projectedCollectionsOf } from './collections';
import { fromVersionDocument, versionId } from './version-documents';

export function createRecordReads(connection: Connection, log: SourceLog = 'registry'): RecordReads {
  const { versions } = projectedCollectionsOf(connection, log);

  async function recordedAt(place: Place, position: number): Promise<Date | undefined> {
    return (await versions.findOne({ _id: versionId(place, BigInt(position)) }, { projection: { recordedAt: 1 } }))?.recordedAt;
  }

  /** Not every event of another service's log is kept. */
  async function lastRecordedBy({ board, generation }: Place, settled: number, instant: Instant): Promise<number> {
    const prefix = `${board}/${generation.toString()}/`;
    const found = await versions
      .find(
        { _id: { $gt: prefix, $lte: versionId({ board, generation }, BigInt(settled)) }, recordedAt: { $lte: instantToDate(instant) } },
        { projection: { position: 1 } },
      )
      .sort({ _id: -1 })
      .limit(1)
      .next();
    return Number(found?.position ?? 0);
  }

  return {
    async versionsOfUnit({ board, generation }, unit, upTo) {
      const found = await versions
        .find({ board, generation, unit, position: { $lte: upTo } }, { useBigInt64: true })
        .sort({ position: 1 })
        .toArray();
      return found.map(fromVersionDocument);
    },

    async versionsOfUnits({ board, generation }, units, upTo) {
      const found = new Map<string, RecordVersion[]>(units.map((unit) => [unit, []]));
      const cursor = versions
        .find({ board, generation, unit: { $in: [...units] }, position: { $lte: upTo } }, { useBigInt64: true, batchSize: 5_000 })
        .sort({ position: 1 });
      for (const document of await cursor.toArray()) found.get(document.unit)?.push(fromVersionDocument(document));
      return found;
    },

    async recordedAt(place, position) {
      const date = await recordedAt(place, position);
      return date && instantFromDate(date);
    },

    async last({ board, generation }, upTo) {
      const found = await versions
        .find(
          { _id: { $gt: `${board}/${generation.toString()}/`, $lte: versionId({ board, generation }, BigInt(upTo)) } },
          { projection: { position: 1, recordedAt: 1 } },
        )
        .sort({ _id: -1 })
        .limit(1)
        .next();
      return found ? { position: Number(found.position), recordedAt: instantFromDate(found.recordedAt) } : undefined;
    },

    async positionAt(place, settled, instant) {
      if (log !== 'registry') return lastRecordedBy(place, settled, instant);
      // Instants rise with positions, so no index on them is needed.
      const until = instantToDate(instant);
      let [low, high] = [0, settled];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        const date = await recordedAt(place, middle);
        if (date === undefined) throw new Error(`${versionId(place, BigInt(middle))} is settled and not there`);
        if (date <= until) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}
