import { createApplier, createCollectionsMigration } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import type { mongo } from 'mongoose';

/** Indexes beside _id. Every one begins with the board. */
const INDEXES: Readonly<Record<string, readonly mongo.IndexSpecification[]>> = {
  record_versions: [{ board: 1, generation: 1, unit: 1, position: 1 }],
  // By unit for the difference, by measure and day for edges of windows and lineage; by position is the _id.
  facts: [
    { board: 1, generation: 1, unit: 1, position: 1 },
    { board: 1, generation: 1, measure: 1, date: 1 },
  ],
  buckets: [{ board: 1, generation: 1, measure: 1, year: 1 }],
  unit_turns: [{ board: 1, generation: 1, measure: 1, year: 1 }],
  fact_days: [{ board: 1, generation: 1, year: 1 }],
  makers: [{ board: 1, generation: 1, actor: 1, month: 1 }],
  rate_uses: [{ board: 1, generation: 1, currency: 1, latest: 1 }],
  board_generations: [],
  own_record_versions: [
    { board: 1, kind: 1, period: 1, position: 1 },
    { board: 1, kind: 1, year: 1, position: 1 },
    { board: 1, position: 1 },
  ],
  own_records: [{ board: 1, kind: 1, key: 1 }],
  imports: [],
  summaries: [],
  publications: [{ board: 1, period: 1, calendar: 1, revision: 1 }],
};

/** Collections and indexes of the service and of what it takes from messaging; a transaction must not have to create any. */
export const collectionsMigration = createCollectionsMigration({
  name: '0001-collections',
  indexes: INDEXES,
  also: async (connection) => {
    const projection = { scope: () => Promise.resolve(''), apply: () => Promise.resolve() };
    await createApplier({
      connection,
      consumer: 'migration',
      source: 'migration',
      projection,
      logger: createSilentLogger(),
    }).ensureIndexes();
  },
});
