import { createCollectionsMigration, databaseOf } from '@kcn/messaging';

/** What the leader keeps of the members' sheets. */
export const pullMigration = createCollectionsMigration({
  name: '0002-pull',
  indexes: {
    member_files: [{ board: 1, bloc: 1, year: 1, member: 1 }],
    received_sheets: [{ board: 1, bloc: 1, year: 1, member: 1, version: -1 }],
    pull_runs: [{ board: 1, bloc: 1, year: 1, startedAt: -1 }],
  },
  also: async (connection) => {
    // One pull of a bloc's year at a time.
    await databaseOf(connection)
      .collection('pull_runs')
      .createIndex({ board: 1, bloc: 1, year: 1 }, { name: 'one_running', unique: true, partialFilterExpression: { state: 'running' } });
  },
});
