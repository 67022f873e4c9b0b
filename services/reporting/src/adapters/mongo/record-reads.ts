import { instantFromDate, instantToDate } from '@kcn/kernel';
import type { Connection } from '@kcn/messaging';
import type { Place, RecordReads } from '../../application/ports';
import type { RecordVersion } from '../../domain/facts/record-version';
import { collectionsOf } from './collections';
import { fromVersionDocument, versionId } from './version-documents';

export function createRecordReads(connection: Connection): RecordReads {
  const { versions } = collectionsOf(connection);

  async function recordedAt(place: Place, position: number): Promise<Date | undefined> {
    return (await versions.findOne({ _id: versionId(place, BigInt(position)) }, { projection: { recordedAt: 1 } }))?.recordedAt;
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

    async positionAt(place, settled, instant) {
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
