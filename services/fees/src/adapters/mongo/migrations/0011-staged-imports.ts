import { createCollectionsMigration, databaseOf } from '@kcn/messaging';
import { IMPORT_GATES } from '../collections';
import { IMPORT_FILES } from '../staged-import-store';

/** Bytes of an import whose process died before it was begun; no import takes that long. */
const FORGET_STAGED_AFTER_SECONDS = 30 * 86_400;

/** Imports that are written in more than one transaction. */
export const stagedImportsMigration = createCollectionsMigration({
  name: '0011-staged-imports',
  indexes: { [IMPORT_FILES]: [{ import: 1 }], [IMPORT_GATES]: [] },
  also: async (connection) => {
    await databaseOf(connection)
      .collection(IMPORT_FILES)
      .createIndex({ stagedAt: 1 }, { name: 'forgotten', expireAfterSeconds: FORGET_STAGED_AFTER_SECONDS });
  },
});
