import type { Connection } from 'mongoose';
import { createConnection } from 'mongoose';
import { borrowServers } from './borrow-servers';
import { freshName } from './fresh-name';

export interface FreshDatabase {
  /** With the database's name, as KCN_MONGO_URL takes it. */
  readonly uri: string;
  readonly name: string;
  readonly connection: Connection;
  /** Drops the database and closes the connection; for afterAll. */
  drop(): Promise<void>;
}

/** An empty database on the test run's MongoDB, and a connection to it. */
export async function freshDatabase(prefix = 'test'): Promise<FreshDatabase> {
  const name = freshName(prefix);
  const uri = withDatabase(borrowServers().mongoUrl, name);
  const connection = await createConnection(uri, { autoIndex: false, serverSelectionTimeoutMS: 10_000 }).asPromise();
  return {
    uri,
    name,
    connection,
    async drop() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** `mongodb://host:1/?replicaSet=rs0` + `a` → `mongodb://host:1/a?replicaSet=rs0` */
export function withDatabase(url: string, database: string): string {
  const [, server, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url) ?? [];
  if (server === undefined) throw new Error(`not a MongoDB URL: ${url}`);
  return `${server}/${database}${query}`;
}
