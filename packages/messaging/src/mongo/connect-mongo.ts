import { createConnection } from 'mongoose';
import type { Connection } from 'mongoose';
import { translateMongoError } from './mongo-errors';

export interface ConnectMongoOptions {
  /** Shown in the server's log. */
  readonly appName?: string;
  /** How long a command waits for a primary before it answers `unavailable`; 1,000 keeps a refused POST below 2 s. */
  readonly serverSelectionTimeoutMs?: number;
  /** A connection that stays silent this long while an answer is due is given up (half-open network). */
  readonly socketTimeoutMs?: number;
  readonly maxPoolSize?: number;
}

/**
 * Connects mongoose to a replica set with the settings that durability and quick refusal need: majority and journal for
 * every write, majority reads, short server selection.
 * @param url with replica set and database name, `mongodb://host:27017/kcn_registry?replicaSet=rs0`
 * @throws DomainError unavailable `database_unavailable`
 */
export async function connectMongo(url: string, options: ConnectMongoOptions = {}): Promise<Connection> {
  const connection = createConnection(url, {
    ...(options.appName === undefined ? {} : { appName: options.appName }),
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? 1_000,
    connectTimeoutMS: 1_000,
    socketTimeoutMS: options.socketTimeoutMs ?? 20_000,
    waitQueueTimeoutMS: 1_500,
    heartbeatFrequencyMS: 1_000,
    minHeartbeatFrequencyMS: 100,
    maxPoolSize: options.maxPoolSize ?? 32,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    retryWrites: true,
    retryReads: true,
    autoIndex: false,
    bufferCommands: false,
  });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close().catch(() => undefined);
    throw translateMongoError(error);
  }
}
