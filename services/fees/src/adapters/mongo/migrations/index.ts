import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import { feePlanMigration } from './0002-fee-plan';
import { runsMigration } from './0003-runs';
import { actsMigration } from './0004-acts';
import { figuresMigration } from './0005-figures';
import { registryCopyMigration } from './0006-registry-copy';
import { reminderLettersMigration } from './0007-reminder-letters';
import { bankProfilesMigration } from './0008-bank-profiles';
import { printedFilesMigration } from './0010-printed-files';
import { stagedImportsMigration } from './0011-staged-imports';

/** In the order in which they are run; a released one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [
  collectionsMigration,
  feePlanMigration,
  runsMigration,
  actsMigration,
  figuresMigration,
  registryCopyMigration,
  reminderLettersMigration,
  bankProfilesMigration,
  printedFilesMigration,
  stagedImportsMigration,
];
