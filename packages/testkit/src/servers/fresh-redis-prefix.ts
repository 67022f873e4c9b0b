import { Redis } from 'ioredis';
import { borrowServers } from './borrow-servers';
import { freshName } from './fresh-name';

/** `test-1f2e3d4c5b`; a key prefix (for BullMQ: `prefix`) that no other test file uses. */
export const freshRedisPrefix = (): string => freshName('test');

/** Deletes everything under a prefix; for afterAll. */
export async function dropRedisPrefix(prefix: string): Promise<void> {
  const redis = new Redis(borrowServers().redisUrl);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 500 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await redis.unlink(...keys);
    }
  } finally {
    await redis.quit();
  }
}
