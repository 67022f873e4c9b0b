import type { mongo } from 'mongoose';
import { databaseOf } from '../mongo/database';
import type { Connection } from '../mongo/database';
import type { Migration } from './migration';

export interface CollectionsMigrationOptions {
  /** `0001-collections` */
  readonly name: string;
  /** Indexes beside _id, by collection; a collection without any has an empty list. */
  readonly indexes: Readonly<Record<string, readonly mongo.IndexSpecification[]>>;
  /** What else the step makes, once the collections are there. */
  readonly also?: (connection: Connection) => Promise<void>;
}

const namesOf = async (connection: Connection): Promise<Set<string>> =>
  new Set((await databaseOf(connection).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));

/** A step that makes collections and their indexes, and checks that they are there; a transaction must not have to create any. */
export function createCollectionsMigration({ name, indexes, also }: CollectionsMigrationOptions): Migration {
  return {
    name,

    async before(connection) {
      await databaseOf(connection).command({ ping: 1 });
    },

    async up(connection) {
      const db = databaseOf(connection);
      const existing = await namesOf(connection);
      for (const [collectionName, wanted] of Object.entries(indexes)) {
        const collection = existing.has(collectionName) ? db.collection(collectionName) : await db.createCollection(collectionName);
        for (const index of wanted) await collection.createIndex(index);
      }
      await also?.(connection);
    },

    async after(connection) {
      const db = databaseOf(connection);
      const existing = await namesOf(connection);
      for (const [collectionName, wanted] of Object.entries(indexes)) {
        if (!existing.has(collectionName)) throw new Error(`collection ${collectionName} is missing`);
        const count = (await db.collection(collectionName).indexes()).length;
        if (count < wanted.length + 1)
          throw new Error(`collection ${collectionName} has ${count.toString()} indexes instead of ${(wanted.length + 1).toString()}`);
      }
    },
  };
}
