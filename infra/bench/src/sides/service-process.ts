import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterTopic, topics } from '@kcn/contracts';
import { findFreePorts, REPOSITORY } from '@kcn/local';
import { createKafkaClient, withAdmin } from '../environment/kafka-client';
import { AUDIENCE, ISSUER } from '../environment/tokens';
import { startChild } from '../measure/child-process';
import type { RunningChild } from '../measure/child-process';
import { createTopic } from '../measure/topic-probe';
import { until } from '../measure/until';

export interface ServiceProcess {
  readonly child: RunningChild;
  /** `http://127.0.0.1:PORT` */
  readonly httpUrl: string;
  /** `127.0.0.1:PORT` */
  readonly grpcAddress: string;
  /** From the start of the process to its first answer. */
  readonly startMs: number;
}

export interface ServiceOptions {
  readonly name: 'registry' | 'reporting' | 'fees' | 'emulation';
  readonly mongoUrl: string;
  readonly brokers: readonly string[];
  readonly jwksFile: string;
  /** Keeps the registry's topic apart from that of other goals; reporting knows no prefix and reads the plain one. */
  readonly topicPrefix?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const PARTITIONS = 4;
const READY_TIMEOUT_MS = 60_000;

/** @throws Error when the service is not built */
function mainOf(name: string): string {
  const main = join(REPOSITORY, 'services', name, 'dist', 'main.js');
  if (!existsSync(main)) throw new Error(`services/${name} is not built`);
  return main;
}

const answers = async (url: string): Promise<true | undefined> => {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok === true ? true : undefined;
};

/** The topics of the services, which in a deployment are made before services start. */
export async function createServiceTopics(brokers: readonly string[], topicPrefix = ''): Promise<void> {
  await withAdmin(createKafkaClient(brokers), async (admin) => {
    for (const topic of [topics.registry, topics.reporting, topics.fees, topics.emulation]) {
      for (const name of [`${topicPrefix}${topic}`, deadLetterTopic(`${topicPrefix}${topic}`)]) await createTopic(admin, name, PARTITIONS);
    }
  });
}

/** Starts a service as its own process on free ports; resolves once it says that it is ready. */
export async function startService({ name, mongoUrl, brokers, jwksFile, topicPrefix, env = {} }: ServiceOptions): Promise<ServiceProcess> {
  const [httpPort = 0, grpcPort = 0] = await findFreePorts(2);
  const httpUrl = `http://127.0.0.1:${httpPort.toString()}`;
  const startedAt = performance.now();
  const child = await startChild({
    name,
    command: process.execPath,
    args: [mainOf(name)],
    env: {
      KCN_HTTP_PORT: httpPort.toString(),
      KCN_GRPC_PORT: grpcPort.toString(),
      KCN_MONGO_URL: mongoUrl,
      KCN_KAFKA_BROKERS: brokers.join(','),
      KCN_JWKS_FILE: jwksFile,
      KCN_JWT_ISSUER: ISSUER,
      KCN_JWT_AUDIENCE: AUDIENCE,
      ...(topicPrefix === undefined ? {} : { KCN_TOPIC_PREFIX: topicPrefix }),
      KCN_LOG_LEVEL: 'error',
      ...env,
    },
  });
  const ended = child.exited.then((code) => {
    throw new Error(`${name} ended with ${String(code)}:\n${child.tail()}`);
  });
  ended.catch(() => undefined);
  try {
    await Promise.race([until(`${name} to answer`, READY_TIMEOUT_MS, () => answers(`${httpUrl}/health/live`), 10), ended]);
    const startMs = performance.now() - startedAt;
    await Promise.race([until(`${name} to be ready`, READY_TIMEOUT_MS, () => answers(`${httpUrl}/health/ready`)), ended]);
    return { child, httpUrl, grpcAddress: `127.0.0.1:${grpcPort.toString()}`, startMs };
  } catch (error) {
    await child.stop(2_000);
    throw error;
  }
}
