import { unavailable } from '@kcn/kernel';
import type { DomainError } from '@kcn/kernel';
import { Kafka, KafkaJSProtocolError, logLevel } from 'kafkajs';
import type { Logger } from 'pino';
import type { EventBus } from './event-bus';
import { createKafkaConsumer } from './kafka-consumer';
import { createKafkaProducer } from './kafka-producer';
import { relieveKafkaJs } from './kafkajs-hot-paths';
import { quietKafkaJs } from './kafkajs-request-queue';
import { pinoLogCreator } from './pino-log-creator';
import { readKafkaTopic } from './read-topic';

export interface KafkaBusOptions {
  /** `host:port` of one or more brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
}

export const brokerUnavailable = (cause: unknown): DomainError =>
  unavailable('broker_unavailable', { vi: 'Kafka tạm thời không truy cập được', en: 'Kafka cannot be reached for the moment', cause });

/** The one adapter to Kafka; no other folder knows kafkajs. */
export function createKafkaBus({ brokers, clientId, logger }: KafkaBusOptions): EventBus {
  relieveKafkaJs();
  quietKafkaJs();
  const kafka = new Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 1_000,
    // A silent broker (half-open connection) is noticed by this; an answer to acks=all usually takes milliseconds.
    requestTimeout: 10_000,
    // Short, because those who use the bus retry by themselves, for ever.
    retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 3 },
    logLevel: logLevel.WARN,
    logCreator: pinoLogCreator(logger.child({ component: 'kafkajs' })),
  });

  return {
    async createProducer() {
      const producer = createKafkaProducer(kafka);
      try {
        await producer.connect();
        return producer;
      } catch (error) {
        await producer.close();
        throw brokerUnavailable(error);
      }
    },

    createConsumer: (options) => createKafkaConsumer(kafka, options, logger),

    readTopic: (topic) => readKafkaTopic(kafka, topic),

    async lag(topic, group) {
      const admin = kafka.admin();
      try {
        await admin.connect();
        const [ends, [committed]] = await Promise.all([
          admin.fetchTopicOffsets(topic),
          admin.fetchOffsets({ groupId: group, topics: [topic] }),
        ]);
        const reached = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
        // -1: nothing committed yet.
        return ends.reduce((sum, { partition, low, high }) => sum + Number(high) - Math.max(Number(low), reached.get(partition) ?? 0), 0);
      } catch (error) {
        throw brokerUnavailable(error);
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    },

    async createTopics(topics) {
      const admin = kafka.admin();
      try {
        await admin.connect();
        const existing = new Set(await admin.listTopics());
        const missing = topics.filter(({ topic }) => !existing.has(topic));
        if (missing.length === 0) return;
        await admin.createTopics({
          waitForLeaders: true,
          topics: missing.map(({ topic, partitions, replicationFactor, config }) => ({
            topic,
            numPartitions: partitions,
            replicationFactor: replicationFactor ?? 1,
            configEntries: Object.entries(config ?? {}).map(([name, value]) => ({ name, value })),
          })),
        });
      } catch (error) {
        // Another process may have created it in between.
        if (error instanceof KafkaJSProtocolError && error.type === 'TOPIC_ALREADY_EXISTS') return;
        throw brokerUnavailable(error);
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    },
  };
}
