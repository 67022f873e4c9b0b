import { Redis } from 'ioredis';
import type { Logger } from '../logging/logger';

/** Says once that Redis is gone and once that it is back, however often the client tries. */
function watch(client: Redis, logger: Logger): Redis {
  let down = false;
  client.on('error', (error: Error) => {
    if (!down) logger.warn({ error }, 'Redis is not reachable; jobs wait');
    down = true;
  });
  client.on('ready', () => {
    if (down) logger.info('Redis is reachable again');
    down = false;
  });
  return client;
}

const reconnectAfter = (times: number): number => Math.min(1_000, 100 * times);

/** For adding: fails at once while Redis is down, because the database keeps the request anyway. */
export const createRequestingClient = (url: string, logger: Logger): Redis =>
  watch(new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: reconnectAfter }), logger);

/** For workers: waits as long as it takes. */
export const createWorkingClient = (url: string, logger: Logger): Redis =>
  watch(new Redis(url, { maxRetriesPerRequest: null, retryStrategy: reconnectAfter }), logger);
