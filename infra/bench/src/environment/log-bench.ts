import { connectMongo, createEventLog } from '@kcn/messaging';
import type { Connection, EventLog } from '@kcn/messaging';
import type { BenchEnvironment } from './bench-environment';

/** A fresh database with an empty event log. */
export interface LogBench {
  readonly database: string;
  readonly url: string;
  readonly connection: Connection;
  readonly log: EventLog;
  /** Drops the database. */
  close(): Promise<void>;
}

export async function openLogBench(environment: BenchEnvironment, prefix: string): Promise<LogBench> {
  const database = environment.uniqueName(prefix);
  const url = environment.mongoUrl(database);
  const connection = await connectMongo(url, { appName: 'bench' });
  const log = createEventLog({ connection });
  await log.ensureIndexes();
  return {
    database,
    url,
    connection,
    log,
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
