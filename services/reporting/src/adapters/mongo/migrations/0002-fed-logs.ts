import { createCollectionsMigration } from '@kcn/messaging';
import type { mongo } from 'mongoose';
import { FED_LOGS } from '../../../domain/source-log';
import { projectedName } from '../collections';
import type { ProjectedName } from '../collections';

/** The same indexes as the registry's projection has. */
const INDEXES: Readonly<Record<ProjectedName, readonly mongo.IndexSpecification[]>> = {
  record_versions: [{ board: 1, generation: 1, unit: 1, position: 1 }],
  facts: [
    { board: 1, generation: 1, unit: 1, position: 1 },
    { board: 1, generation: 1, measure: 1, date: 1 },
  ],
  buckets: [{ board: 1, generation: 1, measure: 1, year: 1 }],
  unit_turns: [{ board: 1, generation: 1, measure: 1, year: 1 }],
  fact_days: [{ board: 1, generation: 1, year: 1 }],
  makers: [{ board: 1, generation: 1, actor: 1, month: 1 }],
  rate_uses: [{ board: 1, generation: 1, currency: 1, latest: 1 }],
};

/** What is projected of the services beside the registry that tell figures. */
export const fedLogsMigration = createCollectionsMigration({
  name: '0002-fed-logs',
  indexes: Object.fromEntries(
    FED_LOGS.flatMap((log) => Object.entries(INDEXES).map(([name, indexes]) => [projectedName(log, name as ProjectedName), indexes])),
  ),
});
