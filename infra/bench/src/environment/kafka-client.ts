import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';

/** The bare client that baselines and probes use. */
export const createKafkaClient = (brokers: readonly string[]): Kafka =>
  new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });

/** Runs with a connected admin client and closes it. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}
