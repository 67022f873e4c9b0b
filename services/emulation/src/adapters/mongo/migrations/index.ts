import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import { pullMigration } from './0002-pull';

/** All of them, in the order in which they are applied. */
export const migrations: readonly Migration[] = [collectionsMigration, pullMigration];
