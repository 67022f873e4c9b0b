import { createCollectionsMigration } from '@kcn/messaging';
import { PLANS, REMINDERS } from '../fee-plan-store';

/** Next year's fee plan on its way to approval, and the reminders of its last day. */
export const feePlanMigration = createCollectionsMigration({
  name: '0002-fee-plan',
  indexes: { [PLANS]: [{ board: 1, year: 1 }], [REMINDERS]: [{ board: 1, year: 1, day: 1 }] },
});
