import { createCollectionsMigration } from '@kcn/messaging';

/** Published summaries that may change points. */
export const rescoreOffersMigration = createCollectionsMigration({
  name: '0014-rescore-offers',
  indexes: { rescore_offers: [{ board: 1, bloc: 1, year: 1, recordedAt: 1 }] },
});
