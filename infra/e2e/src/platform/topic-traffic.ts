import { createKafkaBus } from '@kcn/messaging';
import type { IncomingMessage } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';

const CLIENT = 'e2e-traffic';

/** Puts messages into partitions of its choice and empties topics, which no service may. */
const connect = (brokers: readonly string[]): Kafka => new Kafka({ clientId: CLIENT, brokers: [...brokers], logLevel: logLevel.NOTHING });

/** A message as it lies in a topic. */
export type TopicMessage = Omit<IncomingMessage, 'topic'>;

/** Everything that lies in a topic now, partition by partition in order. */
export async function readMessages(brokers: readonly string[], topic: string): Promise<TopicMessage[]> {
  const messages: TopicMessage[] = [];
  const bus = createKafkaBus({ brokers, clientId: CLIENT, logger: createSilentLogger() });
  for await (const batch of bus.readTopic(topic)) messages.push(...batch);
  return messages;
}

const PER_SEND = 500;

/** Puts messages into a topic, each into its partition, in the order given. */
export async function sendMessages(
  brokers: readonly string[],
  topic: string,
  messages: readonly Omit<TopicMessage, 'offset'>[],
): Promise<void> {
  const producer = connect(brokers).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    for (let at = 0; at < messages.length; at += PER_SEND)
      await producer.send({
        topic,
        messages: messages.slice(at, at + PER_SEND).map(({ partition, key, value, headers }) => ({ partition, key, value, headers })),
      });
  } finally {
    await producer.disconnect();
  }
}

async function asking<T>(brokers: readonly string[], ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = connect(brokers).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Deletes all that lies in a topic now. */
export const emptyTopic = (brokers: readonly string[], topic: string): Promise<void> =>
  asking(brokers, async (admin) => {
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions: partitions.filter(({ offset }) => offset !== '0') });
  });

/** How many messages a topic has ever had. */
export const countMessages = (brokers: readonly string[], topic: string): Promise<number> =>
  asking(brokers, async (admin) => (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0));

export const partitionsOf = (brokers: readonly string[], topic: string): Promise<number[]> =>
  asking(brokers, async (admin) => (await admin.fetchTopicOffsets(topic)).map(({ partition }) => partition));
