import { CompressionTypes } from 'kafkajs';
import type { Kafka, Message } from 'kafkajs';
import type { BusProducer } from './event-bus';
import { createKeyPartitioner } from './partitioner';

const ALL_IN_SYNC = -1;

/**
 * An idempotent producer with one request in flight. It is not usable after an error: kafkajs does not recover from
 * OUT_OF_ORDER_SEQUENCE_NUMBER or UNKNOWN_PRODUCER_ID (tulios/kafkajs#598), and a fresh one costs little.
 */
export function createKafkaProducer(kafka: Kafka): BusProducer & { connect(): Promise<void> } {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: createKeyPartitioner,
    allowAutoTopicCreation: false,
    metadataMaxAge: 60_000,
  });
  return {
    connect: () => producer.connect(),
    async send(topic, messages) {
      await producer.send({ topic, acks: ALL_IN_SYNC, compression: CompressionTypes.None, messages: messages.map(toKafkaMessage) });
    },
    close: () => producer.disconnect().catch(() => undefined),
  };
}

function toKafkaMessage({
  key,
  value,
  headers,
}: {
  key: string;
  value: Uint8Array;
  headers: Readonly<Record<string, Buffer | string>>;
}): Message {
  return { key, value: Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength), headers };
}
