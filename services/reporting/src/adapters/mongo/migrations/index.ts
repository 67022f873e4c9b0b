import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import { fedLogsMigration } from './0002-fed-logs';

/** In the order in which they are run; a released one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [collectionsMigration, fedLogsMigration];
