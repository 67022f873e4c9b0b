import type { OpenSpan } from '@kcn/service-kit';
import { openSpan } from '@kcn/service-kit';
import { CompressionTypes } from 'kafkajs';
import type { Kafka, Message } from 'kafkajs';
import type { BusProducer, OutgoingMessage } from './event-bus';
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
      const spans = spansOf(topic, messages);
      try {
        await producer.send({ topic, acks: ALL_IN_SYNC, compression: CompressionTypes.None, messages: messages.map(toKafkaMessage) });
        for (const span of spans) span.end();
      } catch (error) {
        for (const span of spans) span.end(error);
        throw error;
      }
    },
    close: () => producer.disconnect().catch(() => undefined),
  };
}

/** One for each message of a trace, as that of the command it comes from; the message itself goes on with the command's. */
const spansOf = (topic: string, messages: readonly OutgoingMessage[]): OpenSpan[] =>
  messages.flatMap(({ headers: { traceparent } }) =>
    traceparent === undefined ? [] : (openSpan(`send ${topic}`, { kind: 'producer', parent: traceparent.toString() }) ?? []),
  );

function toKafkaMessage({ key, value, headers }: OutgoingMessage): Message {
  return { key, value: Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength), headers };
}
