import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { connectMongo } from '../mongo/connect-mongo';
import type { Connection } from '../mongo/database';
import type { EventBus } from '../kafka/event-bus';
import { createKafkaBus } from '../kafka/kafka-bus';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: integration tests need the real servers`);
  return value;
}

export const mongoUrl = (database: string): string => {
  const url = new URL(required('KCN_TEST_MONGO_URL'));
  url.pathname = `/${database}`;
  return url.toString();
};
export const kafkaBrokers = (): string[] => required('KCN_TEST_KAFKA').split(',');

export const silentLogger = pino({ level: process.env['KCN_TEST_LOG_LEVEL'] ?? 'silent' });

/** A database of its own, dropped at the end. */
export async function freshConnection(): Promise<Connection & { readonly drop: () => Promise<void> }> {
  const connection = await connectMongo(mongoUrl(`t_${randomUUID().slice(0, 13)}`));
  return Object.assign(connection, {
    drop: async () => {
      await connection.dropDatabase();
      await connection.close();
      await Promise.all((again.get(connection.name) ?? []).map((one) => one.close()));
    },
  });
}

/** Further connections by database, closed with the first also when a test failed before its end. */
const again = new Map<string, Connection[]>();

/** A second connection to the same database, like another process's; closed by the first one's `drop`. */
export async function connectAgain(first: Connection): Promise<Connection> {
  const connection = await connectMongo(mongoUrl(first.name));
  again.set(first.name, [...(again.get(first.name) ?? []), connection]);
  return connection;
}

export const freshBus = (): EventBus => createKafkaBus({ brokers: kafkaBrokers(), clientId: 'messaging-test', logger: silentLogger });

export async function freshTopic(bus: EventBus, partitions = 4): Promise<string> {
  const topic = `kcn.test-${randomUUID().slice(0, 13)}.v1`;
  await bus.createTopics([
    { topic, partitions },
    { topic: `${topic}.dlt`, partitions: 1 },
  ]);
  return topic;
}
