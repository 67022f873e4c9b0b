import { createCollectionsMigration } from '@kcn/messaging';
import type { mongo } from 'mongoose';

/** Indexes beside _id. Every one begins with the board. */
const INDEXES: Readonly<Record<string, readonly mongo.IndexSpecification[]>> = {
  bloc_versions: [{ board: 1, bloc: 1, year: 1, version: 1 }],
  sheets: [{ board: 1, bloc: 1, year: 1, revision: 1 }],
  imports: [],
};

/** Collections and indexes of the service; a transaction must not have to create any. */
export const collectionsMigration = createCollectionsMigration({
  name: '0001-collections',
  indexes: INDEXES,
});
