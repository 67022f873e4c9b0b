/** Places at which a process may be killed by a fault test; each lies between two writes that must not be torn apart. */
export const CRASH_POINT_NAMES = [
  /** Everything of a command group is written in its transaction, which is not committed yet. */
  'before-commit',
  /** The group's transaction is committed, nobody has been answered yet. */
  'after-commit-before-answer',
  /** A batch is read and about to be sent to Kafka. */
  'relay-before-send',
  /** Kafka has acknowledged a batch, the checkpoint still stands before it. */
  'relay-after-send-before-mark',
  /** A consumer's effect and inbox are written in their transaction, which is not committed yet. */
  'consumer-before-commit',
  /** A consumer's transaction is committed, Kafka's offset is not. */
  'consumer-after-effect-before-offset',
  /** A chunk of a billing run is written in its transaction, which is not committed yet. */
  'run-before-chunk-commit',
  /** A chunk of a billing run is committed, the next is not begun. */
  'run-after-chunk-commit',
] as const;

export type CrashPointName = (typeof CRASH_POINT_NAMES)[number];

/** A hook that is called at each crash point; production code does nothing there. */
export interface CrashPoints {
  reach(name: CrashPointName): Promise<void> | void;
}

export const noCrashPoints: CrashPoints = { reach: () => undefined };

const SHAPE = /^([a-z-]+)(?::([1-9]\d*))?$/;

/**
 * Crash points from a setting such as `relay-after-send-before-mark:3`: kill this process with SIGKILL when the point is
 * reached the third time (`:1` may be left out). Empty or undefined: none.
 * @throws Error when the setting names no crash point, so that a fault test never passes by a typing error
 */
export function createEnvCrashPoints(value: string | undefined): CrashPoints {
  if (value === undefined || value === '') return noCrashPoints;
  const match = SHAPE.exec(value);
  const name = CRASH_POINT_NAMES.find((known) => known === match?.[1]);
  if (!match || !name) throw new Error(`unknown crash point "${value}", known are ${CRASH_POINT_NAMES.join(', ')}`);
  let remaining = Number(match[2] ?? '1');
  return {
    reach(reached) {
      if (reached !== name) return undefined;
      remaining -= 1;
      if (remaining > 0) return undefined;
      process.kill(process.pid, 'SIGKILL');
      // The signal may arrive after this tick; nothing of ours may run until then.
      return new Promise<void>(() => undefined);
    },
  };
}
