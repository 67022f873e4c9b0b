import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { fetchJars } from '../fetch/fetch-jars';
import { PINS } from '../fetch/pins';
import { runCommand } from '../fetch/run-command';
import { REPOSITORY } from '../places';
import { createChild } from '../processes/child';
import { StartError } from '../say';
import { findOnPath, isAtLeast } from './find-program';
import { borrowServer, startOwnServer } from './own-server';
import type { Program, Server } from './server';
import type { FindOptions, StartOptions } from './server-options';

/** The first line without ZooKeeper; older ones are passed over. */
const LEAST_VERSION = '4.0';
const HEAP = '-Xmx512m';

/** The folder of Kafka's jars: KAFKA_HOME, the home of `kafka-server-start.sh` on PATH (4.0 or later), the cache, or fetched. */
export async function findKafkaJars({ env, cache, log }: FindOptions): Promise<Program> {
  const script = await findOnPath('kafka-server-start.sh', env);
  const homes = [env['KAFKA_HOME'], script === undefined ? undefined : dirname(dirname(await realpath(script)))];
  for (const home of homes.filter((candidate) => candidate !== undefined && candidate !== '')) {
    const libs = join(home ?? '', 'libs');
    const jars = await readdir(libs).catch(() => []);
    const version = jars.map((jar) => /^kafka-clients-(\d[\d.]*)\.jar$/.exec(jar)?.[1]).find((found) => found !== undefined);
    if (version !== undefined && isAtLeast(version, LEAST_VERSION)) return { path: libs, version, source: 'path' };
  }
  const source = existsSync(join(cache, PINS.kafka.folder)) ? 'cache' : 'fetched';
  return { path: await fetchJars({ name: 'Kafka', pin: PINS.kafka, cache, log }), version: PINS.kafka.version, source };
}

/** One KRaft node, broker and controller at once, its data in `<dataFolder>/kafka`. */
export async function startKafka(options: StartOptions & { readonly port: number; readonly controllerPort: number }): Promise<Server> {
  const { dataFolder, port, controllerPort, env } = options;
  const program = await findKafkaJars(options);
  const java = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin', 'java') : 'java';
  const folder = join(dataFolder, 'kafka');
  const logs = join(folder, 'data');
  await mkdir(folder, { recursive: true });

  const properties = join(folder, 'server.properties');
  await writeFile(properties, await propertiesFor({ port, controllerPort, logs }));
  const logging = join(folder, 'log4j2.properties');
  await writeFile(logging, LOGGING);
  const classpath = ['-cp', join(program.path, '*'), `-Dlog4j2.configurationFile=${logging}`];
  if (!existsSync(join(logs, 'meta.properties'))) {
    // Joined with "=": an id that begins with "-" would be read as an option.
    const clusterId = randomBytes(16).toString('base64url');
    await runCommand(java, [...classpath, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '--config', properties]);
  }

  const child = createChild({
    name: 'kafka',
    command: java,
    args: [HEAP, ...classpath, 'kafka.Kafka', properties],
    logFile: join(dataFolder, 'logs', 'kafka.log'),
    pidFile: join(dataFolder, 'pids', 'kafka.json'),
  });
  const address = `127.0.0.1:${String(port)}`;
  return startOwnServer({
    name: 'kafka',
    address,
    program,
    child,
    timeoutMs: 90_000,
    isUp: async () => (await countBrokers([address])) > 0,
  });
}

async function propertiesFor({ port, controllerPort, logs }: { port: number; controllerPort: number; logs: string }): Promise<string> {
  const shared = await readFile(join(REPOSITORY, 'infra/kafka/server.properties'), 'utf8');
  return `${shared}
node.id=1
controller.quorum.voters=1@127.0.0.1:${String(controllerPort)}
listeners=PLAINTEXT://127.0.0.1:${String(port)},CONTROLLER://127.0.0.1:${String(controllerPort)}
advertised.listeners=PLAINTEXT://127.0.0.1:${String(port)}
log.dirs=${logs}
`;
}

/** To stdout, which goes to the log file; what a broker does in the ordinary course of things is left out. */
const LOGGING = `rootLogger.level = WARN
rootLogger.appenderRef.out.ref = OUT
logger.kafka.name = kafka.server
logger.kafka.level = INFO
appender.out.type = Console
appender.out.name = OUT
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
`;

/** Checks a Kafka given by its brokers. @throws StartError when none answers */
export async function borrowKafka(address: string): Promise<Server> {
  const brokers = await countBrokers(address.split(',').map((part) => part.trim())).catch((error: unknown) => {
    throw new StartError(
      `Kafka tại ${address} không trả lời`,
      `Kafka at ${address} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  return borrowServer({ name: 'kafka', address, version: `? (${String(brokers)} broker)` });
}

async function countBrokers(brokers: string[]): Promise<number> {
  const kafka = new Kafka({ clientId: 'kcn-local', brokers, logLevel: logLevel.NOTHING, connectionTimeout: 2_000, retry: { retries: 0 } });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length;
  } finally {
    await admin.disconnect();
  }
}
