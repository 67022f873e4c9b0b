import { createCollectionsMigration, databaseOf } from '@kcn/messaging';

/** The award registers and what enterprise awards are decided from. */
export const awardsMigration = createCollectionsMigration({
  name: '0020-awards',
  indexes: {
    awards: [
      { board: 1, registerYear: 1, registerNumber: 1 },
      { board: 1, 'ground.bloc': 1, year: 1 },
      { board: 1, 'ground.kind': 1, year: 1 },
    ],
    award_revocations: [],
    award_registers: [],
    award_nominations: [{ board: 1, year: 1, number: 1 }],
    bloc_meetings: [{ board: 1, bloc: 1, year: 1, revision: -1 }],
  },
  also: async (connection) => {
    // Who checks a certificate knows its code and no board.
    await databaseOf(connection).collection('awards').createIndex({ code: 1 }, { name: 'by_code', unique: true });
  },
});
