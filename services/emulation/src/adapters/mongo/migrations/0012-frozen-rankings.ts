import { createCollectionsMigration } from '@kcn/messaging';

/** Frozen results, their publication, and appeals. */
export const frozenRankingsMigration = createCollectionsMigration({
  name: '0012-frozen-rankings',
  indexes: {
    frozen_rankings: [{ board: 1, bloc: 1, year: 1, revision: -1 }],
    ranking_publications: [{ board: 1, bloc: 1, year: 1, revision: -1 }],
    appeals: [{ board: 1, bloc: 1, year: 1 }],
  },
});
