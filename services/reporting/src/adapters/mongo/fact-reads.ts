import type { Connection } from '@kcn/messaging';
import type { FactReads, Makers } from '../../application/ports';
import type { SourceLog } from '../../domain/source-log';
import { projectedCollectionsOf } from './collections';
import { fromFactDocument } from './fact-documents';

export function createFactReads(connection: Connection, log: SourceLog = 'registry'): FactReads {
  const { facts } = projectedCollectionsOf(connection, log);
  return {
    async select({ board, generation }, { measure, measureUnit, from, to, capital, parks, topic, upTo }) {
      const found = await facts
        .find(
          {
            board,
            generation,
            measure,
            date: { $lte: to, ...(from === undefined ? {} : { $gte: from }) },
            measureUnit,
            position: { $lte: upTo },
            ...(capital === undefined ? {} : { capital }),
            ...(parks === undefined ? {} : { park: { $in: [...parks] } }),
            ...(topic === undefined ? {} : { topic }),
          },
          { useBigInt64: true, batchSize: 5_000 },
        )
        .sort({ date: 1, _id: 1 })
        .toArray();
      return found.map(fromFactDocument);
    },
  };
}

export function createMakers(connection: Connection, log: SourceLog = 'registry'): Makers {
  const { makers } = projectedCollectionsOf(connection, log);
  return {
    async hasMaker({ board, generation }, { subject, untilMonth, upTo }) {
      return (
        (await makers.findOne({
          board,
          generation,
          actor: subject,
          month: { $lte: untilMonth },
          firstPosition: { $lte: BigInt(upTo) },
        })) !== null
      );
    },
  };
}
