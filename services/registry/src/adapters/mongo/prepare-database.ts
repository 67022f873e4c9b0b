import { createEventLog, createIdempotencyStore } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { migrations } from './migrations';
import { runMigrations } from './migrations/run-migrations';

/** Brings the database to the shape that this version needs; nothing happens when it has it. @returns migrations that were run */
export async function prepareDatabase(connection: Connection): Promise<string[]> {
  await createEventLog({ connection }).ensureIndexes();
  await createIdempotencyStore({ connection }).ensureIndexes();
  return runMigrations(connection, migrations);
}
