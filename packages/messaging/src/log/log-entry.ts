/** An event that is about to be written to a log. */
export interface NewEvent {
  /** The unit it belongs to, for example `project:0123456789`; also the Kafka key within a board. */
  readonly aggregate: string;
  /** 1..n without a gap, per aggregate. */
  readonly aggregateVersion: number;
  /** Fully qualified message name, for example `kcn.registry.v1.ProjectRecorded`. */
  readonly type: string;
  /** The encoded protobuf message named by `type`; at most MAX_PAYLOAD_BYTES. */
  readonly payload: Uint8Array;
  /** Payload of the version that this one replaces, for the audit; absent for a first version. */
  readonly before?: Uint8Array;
  /** The subject of the token that gave the command. */
  readonly actor: string;
  /** The command: `import:<id>` or `http:<idempotency key>`. */
  readonly cause: string;
  /** Given by a person, for withdrawals and the like. */
  readonly reason?: string;
  /** W3C `traceparent` of the command, if its service traces. */
  readonly traceparent?: string;
}

/** An event as the log keeps it. */
export interface LogEntry extends NewEvent {
  readonly board: string;
  /** 1..n without a gap, per board, in commit order. */
  readonly position: number;
  /** Database time, strictly rising from transaction to transaction of a board; shared by all events of one transaction. */
  readonly recordedAt: Date;
}

/** The largest payload that a log takes: Kafka's default message limit is 1 MiB and headers need room. */
export const MAX_PAYLOAD_BYTES = 900_000;
