import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Platform } from '../platform/platform';
import type { ServiceName } from '../platform/service-process';
import { measureRestart } from './restart';
import type { Fault } from './fault';

/** SIGKILL, restart; how long until it answers and does its part of the work again. */
export const killService = (service: ServiceName): Fault => ({
  name: `kill -9 ${service}`,
  strike: (platform, load) => measureRestart(platform, load, service),
});

/** A point that the load does not reach within this is none of its own. */
const REACHED_WITHIN_MS = 120_000;

/** The service is restarted with a crash point armed, dies there by itself under the load, and is started again. */
export const crashAt = (service: ServiceName, point: string): Fault => ({
  name: `crash ${service} at ${point}`,
  async strike(platform) {
    const [victim] = platform.processesOf(service);
    await victim.stop();
    victim.launch({ crashAt: point });
    const { signal } = await Promise.race([victim.ended(), never(`${victim.name} did not reach ${point}`)]);
    if (signal !== 'SIGKILL') throw new Error(`${victim.name} should have died at ${point}, it ended with ${String(signal)}`);
    await victim.start();
    return [];
  },
});

async function never(what: string): Promise<never> {
  await pause(REACHED_WITHIN_MS, undefined, { ref: false });
  throw new Error(`${what} within ${String(REACHED_WITHIN_MS)} ms`);
}

/** Redis is killed and loses its memory: the append-only file is deleted before it comes back. */
export async function loseRedis({ servers }: Platform): Promise<void> {
  const client = new Redis(servers.redis.address, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  client.on('error', () => undefined);
  const [, folder = ''] = await client.config('GET', 'dir');
  client.disconnect();
  await servers.redis.kill();
  await rm(join(folder, 'appendonly.aof'), { force: true });
  await rm(join(folder, 'dump.rdb'), { force: true });
  await servers.redis.restart();
}
