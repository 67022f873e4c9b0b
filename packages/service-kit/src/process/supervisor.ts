import type { Logger } from '../logging/logger';

/** Something that runs: a server, a consumer, a connection. */
export interface Part {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Supervisor {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts parts in the order given, each after the one before is up, and stops them in the opposite order. List what others
 * need first:
 *
 *   database · relay · job workers · consumers · gRPC · HTTP
 *
 * so that stopping goes: stop accepting and drain (HTTP, gRPC) → pause consumers → close workers → relay → disconnect.
 * A part that fails to start stops those already up and the failure is thrown on; a part that fails to stop is logged and
 * does not keep the others from stopping.
 */
export function createSupervisor(parts: readonly Part[], logger: Logger): Supervisor {
  let running: Part[] = [];
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (const part of running.toReversed()) {
      try {
        await part.stop();
        logger.debug({ part: part.name }, 'stopped');
      } catch (error) {
        logger.error({ error, part: part.name }, 'could not stop cleanly');
      }
    }
    running = [];
  }

  const stop = (): Promise<void> => (stopping ??= stopAll().finally(() => (stopping = undefined)));

  return {
    start: async () => {
      for (const part of parts) {
        try {
          await part.start();
        } catch (error) {
          logger.error({ error, part: part.name }, 'could not start');
          await stop();
          throw error;
        }
        running.push(part);
        logger.debug({ part: part.name }, 'started');
      }
    },
    stop,
  };
}
