import { createCollectionsMigration } from '@kcn/messaging';
import { BANK_PROFILES } from '../bank-profile-store';

/** How banks lay out their statements. */
export const bankProfilesMigration = createCollectionsMigration({
  name: '0008-bank-profiles',
  indexes: { [BANK_PROFILES]: [{ board: 1, account: 1, version: 1 }] },
});
