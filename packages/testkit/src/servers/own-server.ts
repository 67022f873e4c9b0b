import type { Server } from '@kcn/local';
import { startThrowawayServer } from '@kcn/local';

/**
 * A server of this test alone, for tests that kill it: `kill()` is SIGKILL, `restart()` brings it back on the same port and
 * data, `stop()` in afterAll ends it and removes its data. Takes 1 s (Redis, MongoDB) to 5 s (Kafka).
 */
export function startOwnServer(name: Server['name']): Promise<Server> {
  return startThrowawayServer(name, { env: process.env, log: () => undefined });
}
