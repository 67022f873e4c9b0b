import { createCollectionsMigration } from '@kcn/messaging';

/** The year's cycle: its state, what was recorded in it, who belongs to which bloc, and the versions of units. */
export const yearCycleMigration = createCollectionsMigration({
  name: '0010-year-cycle',
  indexes: {
    year_cycles: [{ board: 1, bloc: 1, year: 1 }],
    year_records: [{ board: 1, bloc: 1, year: 1, kind: 1, sequence: 1 }],
    memberships: [{ board: 1, bloc: 1 }, { member: 1 }],
    unit_versions: [],
  },
});
