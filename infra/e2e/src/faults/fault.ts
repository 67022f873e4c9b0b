import type { Measure } from '../measure/measure';
import type { Timeline } from '../measure/timeline';
import type { Platform } from '../platform/platform';

/** The commands that are being given while a fault strikes. */
export interface LoadUnderWay {
  readonly board: string;
  readonly timeline: Timeline;
}

/** Something bad that happens to a running platform while commands are given. */
export interface Fault {
  /** As TARGETS-like lists name it, `kill the relay between send and mark`. */
  readonly name: string;
  /**
   * Makes it happen, brings back what was killed, and resolves when that is ready again.
   * @returns what was measured meanwhile
   */
  strike(platform: Platform, load: LoadUnderWay): Promise<readonly Measure[]>;
}
