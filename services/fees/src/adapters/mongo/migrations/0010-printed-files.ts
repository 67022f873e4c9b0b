import { createCollectionsMigration, databaseOf } from '@kcn/messaging';
import { PRINTED_PIECES } from '../printed-file-store';

/** Printed runs, in pieces that go by themselves. */
export const printedFilesMigration = createCollectionsMigration({
  name: '0010-printed-files',
  indexes: { [PRINTED_PIECES]: [{ file: 1, index: 1 }] },
  also: async (connection) => {
    await databaseOf(connection).collection(PRINTED_PIECES).createIndex({ expiresAt: 1 }, { name: 'expiry', expireAfterSeconds: 0 });
  },
});
