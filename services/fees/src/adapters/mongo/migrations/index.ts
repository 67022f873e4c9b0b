import type { Migration } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';

/** In the order in which they are run; a released one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [collectionsMigration];
