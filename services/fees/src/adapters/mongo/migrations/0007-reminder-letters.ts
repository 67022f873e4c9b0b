import { createCollectionsMigration } from '@kcn/messaging';
import { LETTERS } from '../letter-store';

/** Letters that debtors were given. */
export const reminderLettersMigration = createCollectionsMigration({
  name: '0007-reminder-letters',
  indexes: {
    [LETTERS]: [
      { board: 1, order: 1 },
      { board: 1, debtor: 1, order: 1 },
    ],
  },
});
