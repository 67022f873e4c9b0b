/** Where a server comes from. */
export type Source = 'address' | 'path' | 'cache' | 'fetched';

/** A running server. One that was given by its address belongs to somebody else: it is used, never ended. */
export interface Server {
  readonly name: 'mongo' | 'kafka' | 'redis';
  /** Connection string, for Kafka `host:port,…`. */
  readonly address: string;
  readonly version: string;
  readonly source: Source;
  /** The program or the address, for people. */
  readonly where: string;
  /** Undefined for a server given by address or not running now. */
  pid(): number | undefined;
  /** Gracefully. */
  stop(): Promise<void>;
  /** SIGKILL. @throws Error for a server given by address */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves once it answers. @throws Error for a server given by address */
  restart(): Promise<void>;
  /** Resolves with a reason when the server's process ends by itself; never for one that was stopped or killed here. */
  readonly died: Promise<string>;
}

/** A program found on this machine. */
export interface Program {
  readonly path: string;
  readonly version: string;
  readonly source: Exclude<Source, 'address'>;
}
