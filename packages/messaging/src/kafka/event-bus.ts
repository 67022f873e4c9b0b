/** A message as the platform sees it, whatever client carries it. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, Buffer | string>>;
}

export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  /** Decimal text, as Kafka's offsets are 64 bits wide. */
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

/** Sends acknowledged by all in-sync replicas, idempotent, in order. After any error it must be closed and made anew. */
export interface BusProducer {
  send(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

export interface BatchContext {
  /** Keeps the membership alive; call at least every few seconds while a batch is worked on. */
  heartbeat(): Promise<void>;
  /** False once the consumer is stopping or has lost the partition: give the batch up. */
  isActive(): boolean;
  /** Stops fetching the batch's partition and returns a function that resumes it. The batch comes again. */
  pause(): () => void;
}

export interface ConsumeOptions {
  readonly topic: string;
  readonly group: string;
  /**
   * Works on one partition's messages in order. `done`: their offsets are committed. `again`: nothing is committed and
   * the same messages come again (after `pause` only when resumed).
   */
  onBatch(messages: readonly IncomingMessage[], context: BatchContext): Promise<'done' | 'again'>;
  /** Called when the consumer joins (true) or has lost the broker or crashed (false). */
  onConnected?(connected: boolean): void;
  /** A silent member is replaced after this long; default 6,000. */
  readonly sessionTimeoutMs?: number;
  /** Partitions worked on at the same time; default 4. */
  readonly partitionsConsumedConcurrently?: number;
}

export interface BusConsumer {
  /** Resolves once the consumer has joined its group. While the broker is away it keeps trying. */
  start(): Promise<void>;
  /** Waits for batches in hand, then leaves the group. */
  stop(): Promise<void>;
}

export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  /** Default 1. */
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string>>;
}

export interface EventBus {
  /** @throws DomainError unavailable `broker_unavailable` */
  createProducer(): Promise<BusProducer>;
  createConsumer(options: ConsumeOptions): BusConsumer;
  /** All messages that were in the topic when the call began, partition by partition in order; for verification. */
  readTopic(topic: string): AsyncIterable<readonly IncomingMessage[]>;
  /** Messages of a topic that a group has not committed yet, over all partitions. @throws DomainError unavailable `broker_unavailable` */
  lag(topic: string, group: string): Promise<number>;
  /** Creates topics that are missing; existing ones are left as they are. */
  createTopics(topics: readonly TopicSettings[]): Promise<void>;
}
