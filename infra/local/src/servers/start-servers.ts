import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Environment } from '../places';
import { cacheFolder } from '../places';
import { endLeftBehind } from '../processes/left-behind';
import { findFreePorts, findPortHolder, isPortFree } from '../processes/ports';
import type { Log } from '../say';
import { both, StartError } from '../say';
import { borrowKafka, startKafka } from './kafka-server';
import { borrowMongo, startMongo } from './mongo-server';
import { borrowRedis, startRedis } from './redis-server';
import type { Server } from './server';

export interface Ports {
  readonly mongo: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly redis: number;
}

/** Ports of `npm start`; a little off the usual ones, so that a server that already runs on the machine is not in the way. */
export const START_PORTS: Ports = { mongo: 27_117, kafka: 19_092, kafkaController: 19_093, redis: 16_379 };

/** Addresses of servers that run already; what is absent is started. */
export interface Addresses {
  readonly mongo?: string | undefined;
  readonly kafka?: string | undefined;
  readonly redis?: string | undefined;
}

export interface StartServersOptions {
  readonly dataFolder: string;
  /** Default: free ones. */
  readonly ports?: Ports;
  readonly addresses?: Addresses;
  readonly env: Environment;
  readonly log: Log;
}

export interface Servers {
  readonly mongo: Server;
  readonly kafka: Server;
  readonly redis: Server;
  /** Resolves with a reason when one of them ends by itself. */
  readonly died: Promise<string>;
  /** Ends those that were started here, and only those. */
  stop(): Promise<void>;
}

/** KCN_MONGO_URL, KCN_KAFKA_BROKERS, KCN_REDIS_URL, as `npm start` takes them. */
export const startAddresses = (env: Environment): Addresses => ({
  mongo: env['KCN_MONGO_URL'],
  kafka: env['KCN_KAFKA_BROKERS'],
  redis: env['KCN_REDIS_URL'],
});

/** KCN_TEST_MONGO_URL, KCN_TEST_KAFKA, KCN_TEST_REDIS_URL, as tests take them. */
export const testAddresses = (env: Environment): Addresses => ({
  mongo: env['KCN_TEST_MONGO_URL'],
  kafka: env['KCN_TEST_KAFKA'],
  redis: env['KCN_TEST_REDIS_URL'],
});

/**
 * Finds or fetches and starts MongoDB, Kafka and Redis; resolves once all three answer.
 * @throws StartError when one is missing, does not start, or its port is taken; nothing is left running then
 */
export async function startServers({ dataFolder, ports, addresses = {}, env, log }: StartServersOptions): Promise<Servers> {
  const shared = { dataFolder, env, cache: cacheFolder(env), log };
  await endLeftBehindIn(dataFolder, log);
  const chosen = ports ?? (await freePorts());
  await refuseTakenPorts({ ports: chosen, addresses });

  const started: Server[] = [];
  const start = async (make: () => Promise<Server>): Promise<Server> => {
    const server = await make();
    started.push(server);
    log(`  ${server.name.padEnd(6)} ${server.version.padEnd(8)} ${server.address}  ${sourceText(server)}`);
    return server;
  };
  const results = await Promise.allSettled([
    start(() => (addresses.mongo ? borrowMongo(addresses.mongo) : startMongo({ ...shared, port: chosen.mongo }))),
    start(() =>
      addresses.kafka
        ? borrowKafka(addresses.kafka)
        : startKafka({ ...shared, port: chosen.kafka, controllerPort: chosen.kafkaController }),
    ),
    start(() => (addresses.redis ? borrowRedis(addresses.redis) : startRedis({ ...shared, port: chosen.redis }))),
  ]);
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
  };
  const [mongo, kafka, redis] = results;
  if (mongo.status === 'rejected' || kafka.status === 'rejected' || redis.status === 'rejected') {
    await stop();
    throw results.find((result) => result.status === 'rejected')?.reason;
  }
  return { mongo: mongo.value, kafka: kafka.value, redis: redis.value, died: Promise.race(started.map((server) => server.died)), stop };
}

async function freePorts(): Promise<Ports> {
  const [mongo = 0, kafka = 0, kafkaController = 0, redis = 0] = await findFreePorts(4);
  return { mongo, kafka, kafkaController, redis };
}

/** A start that was killed could not end what it started, services and servers; they hold our ports and data. */
export async function endLeftBehindIn(dataFolder: string, log: Log): Promise<void> {
  const folder = join(dataFolder, 'pids');
  const isServer = (file: string): boolean => /^(mongo|kafka|redis)\.json$/.test(file);
  const files = (await readdir(folder).catch(() => [])).toSorted((a, b) => Number(isServer(a)) - Number(isServer(b)));
  for (const file of files) {
    const pid = await endLeftBehind(join(folder, file));
    if (pid !== undefined)
      log(
        both(
          `  ${basename(file, '.json')}: đã dừng tiến trình ${String(pid)} còn sót từ lần chạy trước`,
          `ended process ${String(pid)} left behind by an earlier run`,
        ),
      );
  }
}

async function refuseTakenPorts({ ports, addresses }: { ports: Ports; addresses: Addresses }): Promise<void> {
  const needed = [
    { server: 'MongoDB', port: ports.mongo, setting: 'KCN_MONGO_URL', given: addresses.mongo },
    { server: 'Kafka', port: ports.kafka, setting: 'KCN_KAFKA_BROKERS', given: addresses.kafka },
    { server: 'Kafka (controller)', port: ports.kafkaController, setting: 'KCN_KAFKA_BROKERS', given: addresses.kafka },
    { server: 'Redis', port: ports.redis, setting: 'KCN_REDIS_URL', given: addresses.redis },
  ];
  for (const { server, port, setting, given } of needed) {
    if (given || (await isPortFree(port))) continue;
    const holder = (await findPortHolder(port)) ?? '?';
    throw new StartError(
      `cổng ${String(port)} cho ${server} đang bị chiếm bởi ${holder}; hãy dừng nó, hoặc cho địa chỉ máy chủ có sẵn qua ${setting}`,
      `port ${String(port)} for ${server} is taken by ${holder}; end it, or give the address of a running server in ${setting}`,
    );
  }
}

function sourceText(server: Server): string {
  switch (server.source) {
    case 'address':
      return both('theo địa chỉ đã cho', 'address from the environment');
    case 'path':
      return both(`có sẵn trên máy: ${server.where}`, 'found on this machine');
    case 'cache':
      return both(`đã tải từ trước: ${server.where}`, 'fetched before');
    case 'fetched':
      return both(`vừa tải về: ${server.where}`, 'fetched now');
  }
}
