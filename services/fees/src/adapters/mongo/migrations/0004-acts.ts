import { createCollectionsMigration } from '@kcn/messaging';

/** What people do beside files and runs. */
export const actsMigration = createCollectionsMigration({
  name: '0004-acts',
  indexes: { acts: [{ board: 1, state: 1, position: 1 }] },
});
