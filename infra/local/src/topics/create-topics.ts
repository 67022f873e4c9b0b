import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, KafkaJSError, logLevel } from 'kafkajs';
import type { Admin, ITopicMetadata } from 'kafkajs';
import type { Log } from '../say';
import { both } from '../say';

/** One entry of infra/kafka/topics.json. */
export interface Topic {
  readonly name: string;
  /** Fixed from the start: with another number keys would move and lose their order. */
  readonly partitions: number;
  /** Settings of the topic by Kafka's names. */
  readonly config: Readonly<Record<string, string>>;
}

export const readTopics = async (file: string): Promise<readonly Topic[]> => JSON.parse(await readFile(file, 'utf8')) as Topic[];

/**
 * Makes the topics that are missing; one that exists is left as it is.
 * @throws Error when one exists with another number of partitions
 */
export async function createTopics({
  topics,
  brokers,
  log,
}: {
  topics: readonly Topic[];
  brokers: readonly string[];
  log: Log;
}): Promise<void> {
  const admin = new Kafka({ clientId: 'kcn-topics', brokers: [...brokers], logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(name));
    await admin.createTopics({
      // The client's own wait gives up where the broker has not heard of the new topics itself yet.
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      })),
    });
    for (const { name } of missing) log(both(`đã tạo topic ${name}`, `created topic ${name}`));
    const found = await metadataOf(admin, topics);
    for (const { name, partitions } of topics) {
      const have = found.find((topic) => topic.name === name)?.partitions.length;
      if (have !== partitions)
        throw new Error(`topic ${name} has ${String(have)} partitions, ${String(partitions)} are wanted; keys would lose their order`);
    }
  } finally {
    await admin.disconnect();
  }
}

const KNOWN_WITHIN_MS = 30_000;

/** The topics as the broker knows them, once it has made them all. */
async function metadataOf(admin: Admin, topics: readonly Topic[]): Promise<readonly ITopicMetadata[]> {
  const until = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      return (await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) })).topics;
    } catch (error) {
      const passes = error instanceof KafkaJSError && error.retriable;
      if (!passes || performance.now() > until) throw error;
      await pause(200);
    }
  }
}
