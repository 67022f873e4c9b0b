import { createCollectionsMigration } from '@kcn/messaging';

/** The leader's second document, as its leader signed it and as members received it. */
export const leaderRecordsMigration = createCollectionsMigration({
  name: '0030-leader-records',
  indexes: {
    leader_records: [{ board: 1, bloc: 1, year: 1, revision: -1 }],
    received_leader_records: [{ board: 1, bloc: 1, year: 1, version: 1 }],
  },
});
