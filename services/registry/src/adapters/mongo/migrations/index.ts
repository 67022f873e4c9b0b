import type { Migration } from '@kcn/messaging';
import { records } from './0001-records';
import { imports } from './0002-imports';

/** In the order in which they are run; a released one is never changed, only followed by another. */
export const migrations: readonly Migration[] = [records, imports];
