import { setTimeout as delay } from 'node:timers/promises';
import { deadLetterTopic } from '@kcn/contracts';
import type { Logger } from 'pino';
import { createEventEncoder, eventKey } from '../kafka/cloud-events';
import type { EventBus, OutgoingMessage } from '../kafka/event-bus';
import { MAX_PAYLOAD_BYTES } from '../log/log-entry';
import type { DeadLetter, DeadLetterStore } from './applier-types';

export interface DeadLetterSenderOptions {
  readonly bus: EventBus;
  readonly store: DeadLetterStore;
  /** The original topic; letters go to `<topic>.dlt`. */
  readonly topic: string;
  readonly logger: Logger;
}

export interface DeadLetterSender {
  /** Sends what an earlier process left unsent. */
  start(): void;
  /** Tells that there is something new to send. */
  wake(): void;
  stop(): Promise<void>;
}

const BATCH = 50;
const RETRY_MS = 5_000;

/** Copies dead letters from the database, where they are safe, to the dead-letter topic, for whoever watches it. */
export function createDeadLetterSender({ bus, store, topic, logger }: DeadLetterSenderOptions): DeadLetterSender {
  const target = deadLetterTopic(topic);
  const encode = createEventEncoder(topic.split('.').at(1) ?? topic);
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let again = false;

  async function sendAll(): Promise<void> {
    let letters = await store.findUnsent(BATCH);
    if (letters.length === 0) return;
    const producer = await bus.createProducer();
    try {
      for (; letters.length > 0; letters = await store.findUnsent(BATCH)) {
        for (const letter of letters) {
          await producer.send(target, [toMessage(letter)]);
          await store.markSent([letter.id]);
        }
      }
    } finally {
      await producer.close();
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        await sendAll();
      } catch (error) {
        logger.warn({ err: error, target }, 'dead letters could not be sent yet; they are safe in the database');
        again = true;
        await delay(RETRY_MS, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
      }
    } while (again && !stop.signal.aborted);
    running = undefined;
  }

  function toMessage({ id, event, key, payload, code, reason, attempts, origin }: DeadLetter): OutgoingMessage {
    const truncated = payload.byteLength > MAX_PAYLOAD_BYTES;
    const original = event && encode(event);
    return {
      key: event ? eventKey(event.board, event.aggregate) : (key ?? id),
      value: truncated ? new Uint8Array() : payload,
      headers: {
        ...original?.headers,
        dlt_id: id,
        dlt_code: code,
        dlt_reason: reason,
        dlt_attempts: attempts.toString(),
        ...(truncated ? { dlt_payload_bytes: payload.byteLength.toString() } : {}),
        ...(origin ? { dlt_topic: origin.topic, dlt_partition: origin.partition.toString(), dlt_offset: origin.offset } : {}),
      },
    };
  }

  const wake = (): void => {
    again = true;
    running ??= run();
  };
  return {
    start: wake,
    wake,
    async stop() {
      stop.abort();
      await running;
    },
  };
}
