import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import { feePlanMigration } from './0002-fee-plan';
import { runsMigration } from './0003-runs';
import { actsMigration } from './0004-acts';
import { figuresMigration } from './0005-figures';

/** In the order in which they are run; a released one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [collectionsMigration, feePlanMigration, runsMigration, actsMigration, figuresMigration];
