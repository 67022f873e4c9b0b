import type { Platform } from '../platform/platform';

/** Something bad that happens to a running platform while commands are given. */
export interface Fault {
  /** As TARGETS-like lists name it, `kill the relay between send and mark`. */
  readonly name: string;
  /** Makes it happen, brings back what was killed, and resolves when that is ready again. */
  strike(platform: Platform): Promise<void>;
}
