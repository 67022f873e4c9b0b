import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';
import { takeHold } from '../mongo/expiring-hold';
import type { HoldDocument } from '../mongo/expiring-hold';
import type { Migration } from './migration';

interface MigrationDocument {
  readonly _id: string;
  readonly finishedAt: Date;
}

const LOCK_MS = 60_000;

/**
 * Runs the migrations that have not been run on this database, in order, each between its two checks. Several processes
 * may start at once: one runs them, the others wait.
 * @returns the names of those that were run
 */
export async function runMigrations(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  const db = databaseOf(connection);
  const done = db.collection<MigrationDocument>('migrations');
  const locks = db.collection<HoldDocument>('migration_lock');
  const holding = randomUUID();
  await lock();
  try {
    const finished = new Set((await done.find().toArray()).map((document) => document._id));
    const run: string[] = [];
    for (const migration of migrations) {
      if (finished.has(migration.name)) continue;
      await migration.before(connection);
      await migration.up(connection);
      await migration.after(connection);
      await done.updateOne({ _id: migration.name }, [{ $set: { finishedAt: '$$NOW' } }], { upsert: true });
      run.push(migration.name);
    }
    return run;
  } finally {
    await locks.deleteOne({ _id: 'lock', holding });
  }

  async function lock(): Promise<void> {
    while (!(await takeHold(locks, { id: 'lock', holding, periodMs: LOCK_MS }))) await delay(200);
  }
}
