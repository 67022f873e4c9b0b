import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { CrashPoints } from '../crash-points/crash-points';
import type { EventBus } from '../kafka/event-bus';
import type { EventLog } from '../log/event-log';
import type { Connection } from '../mongo/database';
import type { Readiness } from '../readiness';

export interface RelayOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly bus: EventBus;
  readonly topic: string;
  /** Name of the service in `ce_source`, for example `registry`. */
  readonly source: string;
  readonly logger: Logger;
  /** A relay that is silent this long is replaced by another process's; default 4,000. */
  readonly leaseMs?: number;
  /** Most events in one send; default 2,000. */
  readonly batchSize?: number;
  /** How long an idle relay waits when no change stream wakes it; default 500. */
  readonly pollMs?: number;
  readonly metrics?: Registry;
  readonly crashPoints?: CrashPoints;
}

/** Publishes a log to Kafka. Any number of processes may run one; a lease lets one at a time work. */
export interface Relay {
  /** Begins in the background; neither Kafka nor the lease need be there yet. */
  start(): Promise<void>;
  /** Finishes the batch in flight and gives the lease back. */
  stop(): Promise<void>;
  /** Ready also while another process holds the lease; not while this one holds it and cannot reach Kafka or the database. */
  readiness(): Readiness;
  /** Up to which position of a board Kafka has acknowledged; by whichever process. */
  published(board: string): Promise<number>;
  /** @throws DomainError unavailable `not_published_in_time` */
  waitUntilPublished(board: string, position: number, options?: { readonly timeoutMs?: number }): Promise<void>;
  /** True while this process holds the lease. */
  isActive(): boolean;
}
