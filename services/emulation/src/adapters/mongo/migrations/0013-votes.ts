import { createCollectionsMigration } from '@kcn/messaging';

/** Votes: who may and did, and, in a place that shares nothing with it, how. */
export const votesMigration = createCollectionsMigration({
  name: '0013-votes',
  indexes: { votes: [{ board: 1, bloc: 1, year: 1 }], vote_rolls: [], ballot_boxes: [] },
});
