import type { Environment } from '../places';
import type { Log } from '../say';

/** What looking for a program needs. */
export interface FindOptions {
  readonly env: Environment;
  /** Folder with what was fetched before. */
  readonly cache: string;
  readonly log: Log;
}

export interface StartOptions extends FindOptions {
  /** Holds `mongo`, `kafka`, `redis`, `logs` and `pids`. */
  readonly dataFolder: string;
}
