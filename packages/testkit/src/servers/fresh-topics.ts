import type { Admin } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { borrowServers } from './borrow-servers';
import { freshName } from './fresh-name';

/** `test-1f2e3d4c5b.`; put before every topic of a test file. */
export const freshTopicPrefix = (): string => `${freshName('test')}.`;

/** A consumer group id that no other test file uses. */
export const freshGroupId = (): string => freshName('group');

/** Makes topics and waits until each partition has a leader, so that the first send meets no "unknown topic". */
export async function createTopics(names: readonly string[], partitions: number): Promise<void> {
  await withAdmin(async (admin) => {
    await admin.createTopics({
      waitForLeaders: true,
      topics: names.map((topic) => ({ topic, numPartitions: partitions, replicationFactor: 1 })),
    });
  });
}

export async function deleteTopics(names: readonly string[]): Promise<void> {
  await withAdmin((admin) => admin.deleteTopics({ topics: [...names] }));
}

async function withAdmin(act: (admin: Admin) => Promise<void>): Promise<void> {
  const admin = new Kafka({ clientId: 'kcn-testkit', brokers: [...borrowServers().kafkaBrokers], logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    await act(admin);
  } finally {
    await admin.disconnect();
  }
}
