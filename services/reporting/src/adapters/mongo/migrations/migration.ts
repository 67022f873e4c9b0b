import type { Connection } from '@kcn/messaging';

/** One step of the database from a state it checks to a state it checks. */
export interface Migration {
  /** `0001-collections`: applied in this order, each once. */
  readonly id: string;
  /** @throws Error when the database is not as the step expects it */
  before(connection: Connection): Promise<void>;
  /** May run again after it was interrupted. */
  up(connection: Connection): Promise<void>;
  /** @throws Error when the step did not do what it should */
  after(connection: Connection): Promise<void>;
}
