import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../places';
import { cacheFolder, DATA_FOLDER } from '../places';
import { findFreePorts } from '../processes/ports';
import type { Log } from '../say';
import { startKafka } from './kafka-server';
import { startMongo } from './mongo-server';
import { startRedis } from './redis-server';
import type { Server } from './server';
import type { Addresses, Servers } from './start-servers';
import { endLeftBehindIn, startServers } from './start-servers';

const THROWAWAY = join(DATA_FOLDER, 'test');

/** A folder of its own for servers of one test run. */
async function makeFolder(): Promise<string> {
  await mkdir(THROWAWAY, { recursive: true });
  return mkdtemp(join(THROWAWAY, 'servers-'));
}

/** Ends servers of test runs that were killed, and removes their data; those of runs under way are left alone. */
export async function sweepThrowaways(log: Log): Promise<void> {
  for (const entry of await readdir(THROWAWAY).catch(() => [])) {
    if (!entry.startsWith('servers-')) continue;
    const folder = join(THROWAWAY, entry);
    const inUse = await endLeftBehindIn(folder, log).then(
      () => false,
      () => true,
    );
    const pids = await readdir(join(folder, 'pids')).catch(() => undefined);
    // A folder without any note yet belongs to a run that is just starting.
    if (!inUse && pids?.length === 0) await rm(folder, { recursive: true, force: true });
  }
}

/** The three servers on free ports and fresh data; `stop` removes the data. */
export async function startThrowawayServers({
  env,
  log,
  addresses = {},
}: {
  env: Environment;
  log: Log;
  addresses?: Addresses;
}): Promise<Servers> {
  await sweepThrowaways(log);
  const dataFolder = await makeFolder();
  const servers = await startServers({ dataFolder, env, log, addresses });
  return {
    ...servers,
    async stop() {
      await servers.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * One server of a test's own, to be killed and restarted at will; `stop` removes its data.
 * @param options.within a folder for its data, such as a small disk; default one of the test servers'
 */
export async function startThrowawayServer(
  name: Server['name'],
  { env, log, within }: { env: Environment; log: Log; within?: string },
): Promise<Server> {
  const dataFolder = within ?? (await makeFolder());
  const options = { dataFolder, env, log, cache: cacheFolder(env) };
  const [port = 0, controllerPort = 0] = await findFreePorts(2);
  const start = (): Promise<Server> => {
    switch (name) {
      case 'mongo':
        return startMongo({ ...options, port });
      case 'kafka':
        return startKafka({ ...options, port, controllerPort });
      case 'redis':
        return startRedis({ ...options, port });
    }
  };
  const server = await start();
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
