import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DATA_FOLDER } from '../places';
import { both } from '../say';
import type { Servers } from '../servers/start-servers';
import { startServers } from '../servers/start-servers';
import { untilAskedToStop } from './signals';

/** KCN_TEST_* of running servers. */
export const testServersEnv = ({ mongo, kafka, redis }: Pick<Servers, 'mongo' | 'kafka' | 'redis'>): Record<string, string> => ({
  KCN_TEST_MONGO_URL: mongo.address,
  KCN_TEST_KAFKA: kafka.address,
  KCN_TEST_REDIS_URL: redis.address,
});

/** The three servers in the foreground until Ctrl-C, on fresh data. @returns the exit code */
export async function runTestServers(): Promise<number> {
  const log = console.log;
  const asked = untilAskedToStop();
  const dataFolder = join(DATA_FOLDER, 'test-servers');
  const envFile = join(DATA_FOLDER, 'test-servers.env');
  log(both('▸ Khởi động máy chủ cho kiểm thử', 'Starting servers for tests'));
  const servers = await startServers({ dataFolder, env: process.env, log });
  await mkdir(dirname(envFile), { recursive: true });
  const lines = Object.entries(testServersEnv(servers)).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeFile(envFile, lines.join(''));
  log(both(`  Địa chỉ trong ${envFile}; Ctrl-C để dừng`, 'addresses are in that file; Ctrl-C ends'));
  const died = await Promise.race([asked.then(() => undefined), servers.died]);
  if (died !== undefined) console.error(`✗ ${died}`);
  await servers.stop();
  await rm(envFile, { force: true });
  await rm(dataFolder, { recursive: true, force: true });
  return died === undefined ? 0 : 1;
}
