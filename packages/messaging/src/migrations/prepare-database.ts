import { createIdempotencyStore } from '../idempotency/idempotency-store';
import { createEventLog } from '../log/event-log';
import type { Connection } from '../mongo/database';
import type { Migration } from './migration';
import { runMigrations } from './run-migrations';

/**
 * Brings a service's database to the shape that this version needs: the event log, the idempotency keys, and the service's own
 * migrations in their order. Nothing happens when it has it.
 * @returns names of the migrations that were run
 */
export async function prepareDatabase(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  await createEventLog({ connection }).ensureIndexes();
  await createIdempotencyStore({ connection }).ensureIndexes();
  return runMigrations(connection, migrations);
}
