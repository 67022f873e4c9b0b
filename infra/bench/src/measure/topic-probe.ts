import type { Admin, Kafka } from 'kafkajs';
import { until } from './until';

const POLL_MS = 10;

export interface Arrival {
  /** On performance.now(), when the first message was in the topic. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** How many were there when the first was seen. */
  readonly countAtFirst: number;
}

/** Number of messages that a topic ever got; 0 for one that does not exist. */
export async function countMessages(admin: Admin, topic: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic).catch(() => []);
  return offsets.reduce((sum, partition) => sum + Number(partition.high), 0);
}

/** Watches a topic until it holds `count` messages more than `base`, without reading them: the broker's offsets tell. */
export async function watchArrival(
  admin: Admin,
  topic: string,
  { count, base = 0, timeoutMs }: { readonly count: number; readonly base?: number; readonly timeoutMs: number },
): Promise<Arrival> {
  let first: { readonly atMs: number; readonly count: number } | undefined;
  return until(
    `${count.toString()} messages in ${topic}`,
    timeoutMs,
    async () => {
      const arrived = (await countMessages(admin, topic)) - base;
      const atMs = performance.now();
      if (arrived > 0) first ??= { atMs, count: arrived };
      return first && arrived >= count ? { firstAtMs: first.atMs, lastAtMs: atMs, countAtFirst: first.count } : undefined;
    },
    POLL_MS,
  );
}

export async function createTopic(admin: Admin, topic: string, partitions: number): Promise<void> {
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }] });
}

export interface TopicMessage {
  readonly partition: number;
  readonly key: string;
  readonly header: (name: string) => string | undefined;
}

/** Reads everything that is in a topic now, partition by partition in order. */
export async function readTopic(kafka: Kafka, admin: Admin, topic: string, onMessage: (message: TopicMessage) => void): Promise<number> {
  const expected = await countMessages(admin, topic);
  if (expected === 0) return 0;
  const consumer = kafka.consumer({ groupId: `read-${topic}-${Date.now().toString(36)}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  let read = 0;
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const message of batch.messages) {
          read += 1;
          onMessage({
            partition: batch.partition,
            key: message.key?.toString() ?? '',
            header: (name) => message.headers?.[name]?.toString(),
          });
        }
        return Promise.resolve();
      },
    });
    await until(`all messages of ${topic}`, 60_000, () => (read >= expected ? true : undefined), 5);
  } finally {
    await consumer.disconnect();
  }
  return read;
}
