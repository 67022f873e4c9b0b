import { databaseOf } from '@kcn/messaging';
import type { Connection } from '@kcn/messaging';
import type { mongo } from 'mongoose';

/** Creates the collection or gives an existing one the validator. */
export async function ensureCollection(connection: Connection, name: string, validator?: mongo.Document): Promise<void> {
  const db = databaseOf(connection);
  const [existing] = await db.listCollections({ name }, { nameOnly: true }).toArray();
  if (!existing) await db.createCollection(name, validator ? { validator } : {});
  else if (validator) await db.command({ collMod: name, validator });
}

/** @throws Error naming the indexes that are not there */
export async function checkIndexes(connection: Connection, collection: string, names: readonly string[]): Promise<void> {
  const there = new Set((await databaseOf(connection).collection(collection).indexes()).map((index) => index.name));
  const missing = names.filter((name) => !there.has(name));
  if (missing.length > 0) throw new Error(`${collection} lacks the index ${missing.join(', ')}`);
}
