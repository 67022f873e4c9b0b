import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from '../platform/until';
import type { ServiceName } from '../platform/service-process';
import type { Platform } from '../platform/platform';
import type { Fault } from './fault';

const processOf = (platform: Platform, service: ServiceName) => {
  const [first] = service === 'registry' ? platform.registries : platform.reportings;
  if (!first) throw new Error(`no ${service} runs`);
  return first;
};

/** SIGKILL, restart. */
export const killService = (service: ServiceName): Fault => ({
  name: `kill -9 ${service}`,
  async strike(platform) {
    const victim = processOf(platform, service);
    await victim.destroy();
    await victim.start();
  },
});

/**
 * The service is restarted with a crash point armed, dies there by itself under the load, and is started again.
 * `then` is how the death is brought about when load alone does not reach the point.
 */
export const crashAt = (service: ServiceName, point: string): Fault => ({
  name: `crash ${service} at ${point}`,
  async strike(platform) {
    const victim = processOf(platform, service);
    await victim.stop();
    victim.launch({ crashAt: point });
    const { signal } = await victim.ended();
    if (signal !== 'SIGKILL') throw new Error(`${victim.name} should have died at ${point}, it ended with ${String(signal)}`);
    await victim.start();
  },
});

/** Kafka is killed, the registry must go on taking writes, Kafka comes back. */
export const killKafka = ({ acknowledgedMeanwhile }: { acknowledgedMeanwhile: () => Promise<void> }): Fault => ({
  name: 'kill -9 Kafka, back later',
  async strike({ servers }) {
    await servers.kafka.kill();
    await acknowledgedMeanwhile();
    await servers.kafka.restart();
  },
});

export const killMongo: Fault = {
  name: 'kill -9 MongoDB',
  async strike(platform) {
    await platform.servers.mongo.kill();
    await platform.servers.mongo.restart();
    await Promise.all(
      [...platform.registries, ...platform.reportings].map((one) =>
        until(one.isReady, { what: `${one.name} to be ready after MongoDB`, timeoutMs: 60_000 }),
      ),
    );
  },
};

/** Redis is killed and loses its memory: the append-only file is deleted before it comes back. */
export const loseRedis: Fault = {
  name: 'kill -9 Redis and delete its append-only file',
  async strike({ servers }) {
    const client = new Redis(servers.redis.address, { maxRetriesPerRequest: 1, retryStrategy: () => null });
    client.on('error', () => undefined);
    const [, folder = ''] = await client.config('GET', 'dir');
    client.disconnect();
    await servers.redis.kill();
    await rm(join(folder, 'appendonly.aof'), { force: true });
    await rm(join(folder, 'dump.rdb'), { force: true });
    await servers.redis.restart();
  },
};
