import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { IHeaders, KafkaMessage } from 'kafkajs';

const connect = (brokers: readonly string[]): Kafka =>
  new Kafka({ clientId: 'e2e-traffic', brokers: [...brokers], logLevel: logLevel.NOTHING });

/** A message as it lies in a topic. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

const toTopicMessage = (partition: number, { offset, key, value, headers = {} }: KafkaMessage): TopicMessage => ({
  partition,
  offset,
  key,
  value,
  headers,
});

/** Everything that lies in a topic now, partition by partition in order. */
export async function readMessages(brokers: readonly string[], topic: string): Promise<TopicMessage[]> {
  const kafka = connect(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const open = new Map(
    offsets.filter(({ low, high }) => BigInt(high) > BigInt(low)).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const messages: TopicMessage[] = [];
  if (open.size === 0) return messages;

  const consumer = kafka.consumer({ groupId: `e2e-traffic-${randomUUID()}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachMessage: ({ partition, message }) => {
          const high = open.get(partition);
          if (high !== undefined) {
            messages.push(toTopicMessage(partition, message));
            if (BigInt(message.offset) >= high - 1n) open.delete(partition);
          }
          if (open.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
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
      await producer.send({ topic, messages: messages.slice(at, at + PER_SEND).map((message) => ({ ...message })) });
  } finally {
    await producer.disconnect();
  }
}

/** Deletes all that lies in a topic now. */
export async function emptyTopic(brokers: readonly string[], topic: string): Promise<void> {
  const admin = connect(brokers).admin();
  await admin.connect();
  try {
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions: partitions.filter(({ offset }) => offset !== '0') });
  } finally {
    await admin.disconnect();
  }
}
