import type { Connection } from '../mongo/database';

/** One step of the database's shape. Steps are numbered, run in order, once, and may be run again after a crash. */
export interface Migration {
  /** `0001-records` */
  readonly name: string;
  /** @throws Error when the data is not as this step expects it */
  before(connection: Connection): Promise<void>;
  up(connection: Connection): Promise<void>;
  /** @throws Error when the step did not do what it was to do */
  after(connection: Connection): Promise<void>;
}
