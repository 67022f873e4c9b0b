import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import { collectionsMigration } from './0001-collections';
import type { Migration } from './migration';

export const MIGRATIONS: readonly Migration[] = [collectionsMigration];

interface AppliedDocument {
  readonly _id: string;
  readonly appliedAt: Date;
}

const appliedOf = (connection: Connection) => databaseOf(connection).collection<AppliedDocument>('migrations');

/** Migrations that the database has not had yet. */
export async function pendingMigrations(connection: Connection): Promise<string[]> {
  const applied = new Set(
    (
      await appliedOf(connection)
        .find({}, { projection: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => _id),
  );
  return MIGRATIONS.map(({ id }) => id).filter((id) => !applied.has(id));
}

/**
 * Brings the database up to date: for each step that it has not had, check, change, check, note.
 * @returns the steps that were done
 * @throws Error when a check fails; the step is not noted and comes again
 */
export async function runMigrations(connection: Connection): Promise<string[]> {
  const pending = new Set(await pendingMigrations(connection));
  const done: string[] = [];
  for (const { id, before, up, after } of MIGRATIONS) {
    if (!pending.has(id)) continue;
    await before(connection);
    await up(connection);
    await after(connection);
    await appliedOf(connection).updateOne({ _id: id }, { $currentDate: { appliedAt: true } }, { upsert: true });
    done.push(id);
  }
  return done;
}
