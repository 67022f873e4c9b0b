import { join } from 'node:path';
import { connectMongo, databaseOf } from '@kcn/messaging';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createTokenIssuer } from '../environment/tokens';
import { startChild } from '../measure/child-process';
import type { ExactnessCheck, Form, Goal, Measurement, Series } from '../measure/goal';
import type { HttpLoadJob, HttpLoadResult } from '../measure/http-load.main';
import { inTurns, valuesOf } from '../measure/rounds';
import type { Side } from '../measure/rounds';
import { boardFiles } from '../sample/import-files';
import { createRegistryClient } from '../sides/registry-client';
import { createServiceTopics, startService } from '../sides/service-process';

const BOARD = 'bench';
const MANY = 64;
/** Numbers of one run of the load; far more than it can post. */
const NUMBERS_PER_RUN = 1_000_000;
const SIZES: Record<Form, { readonly seconds: number; readonly rounds: number }> = {
  tiny: { seconds: 1, rounds: 1 },
  quick: { seconds: 4, rounds: 3 },
  full: { seconds: 5, rounds: 5 },
};
const LISTENING = /^listening (\d+)$/;
const dist = (...path: string[]): string => join(__dirname, '..', ...path);

interface Target {
  readonly name: string;
  readonly httpUrl: string;
  readonly token: string;
  readonly mongoUrl: string;
  /** Collection with the created documents (only those of projects) and the one with their events. */
  readonly collections: readonly [documents: string, events: string];
  stop(): Promise<void>;
}

async function load(job: HttpLoadJob): Promise<HttpLoadResult> {
  const child = await startChild({
    name: 'autocannon',
    command: process.execPath,
    args: [dist('measure', 'http-load.main.js'), JSON.stringify(job)],
  });
  const line = await child.waitForLine(/^result /, job.seconds * 1_000 + 60_000);
  await child.exited;
  return JSON.parse(line.slice('result '.length)) as HttpLoadResult;
}

async function startRegistry(environment: BenchEnvironment): Promise<Target> {
  const issuer = await createTokenIssuer(await environment.emptyFolder('c1'));
  const mongoUrl = environment.mongoUrl(environment.uniqueName('c1-registry'));
  const token = await issuer.token('bench', ['recorder', 'reader']);
  const topicPrefix = `${environment.uniqueName('c1')}.`;
  await createServiceTopics(environment.brokers, topicPrefix);
  const service = await startService({ name: 'registry', mongoUrl, brokers: environment.brokers, jwksFile: issuer.jwksFile, topicPrefix });
  try {
    await createRegistryClient(service.httpUrl, token).importFiles(BOARD, boardFiles(BOARD));
  } catch (error) {
    await service.child.stop();
    throw error;
  }
  return {
    name: 'registry',
    httpUrl: service.httpUrl,
    token,
    mongoUrl,
    collections: ['records', 'event_log'],
    stop: () => service.child.stop(),
  };
}

async function startBare(environment: BenchEnvironment): Promise<Target> {
  const mongoUrl = environment.mongoUrl(environment.uniqueName('c1-bare'));
  const child = await startChild({
    name: 'bare service',
    command: process.execPath,
    args: [dist('baselines', 'bare-service.main.js'), JSON.stringify({ mongoUrl })],
    readyLine: LISTENING,
  });
  const port = child
    .tail()
    .split('\n')
    .map((line) => LISTENING.exec(line)?.[1])
    .find((found) => found !== undefined);
  return {
    name: 'express + mongoose',
    httpUrl: `http://127.0.0.1:${port ?? ''}`,
    token: 'none',
    mongoUrl,
    collections: ['projects', 'outboxes'],
    stop: () => child.stop(),
  };
}

interface Posted {
  created: number;
  sent: number;
  others: string[];
}

/** Every 201 must be there, once, with its event; those cut off at the end of a run may be there too. */
async function checkStored(target: Target, posted: Posted): Promise<ExactnessCheck[]> {
  const connection = await connectMongo(target.mongoUrl, { appName: 'bench-check' });
  try {
    const [documents, events] = target.collections;
    const db = databaseOf(connection);
    const ofProjects = { _id: { $regex: target.name === 'registry' ? `^${BOARD}\\|projects\\|` : `^${BOARD}/` } } as never;
    const documentCount = await db.collection(documents).countDocuments(ofProjects);
    const eventCount = await db.collection(events).countDocuments(target.name === 'registry' ? { aggregate: { $regex: '^project:' } } : {});
    const answered = documentCount >= posted.created && documentCount <= posted.sent;
    await connection.dropDatabase();
    return [
      {
        name: `${target.name}, documents and events`,
        expected: `${documentCount.toString()} documents, ${documentCount.toString()} events`,
        actual: `${documentCount.toString()} documents, ${eventCount.toString()} events`,
      },
      {
        name: `${target.name}, answers of 201 and documents`,
        expected: `${posted.created.toString()} answers of 201 all stored`,
        actual: answered
          ? `${posted.created.toString()} answers of 201 all stored`
          : `${posted.created.toString()} answers of 201, ${posted.sent.toString()} sent, ${documentCount.toString()} documents`,
      },
      { name: `${target.name}, other answers`, expected: 'none', actual: posted.others.join(', ') || 'none' },
    ];
  } finally {
    await connection.close();
  }
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { seconds, rounds } = SIZES[form];
  const targets: Target[] = [];
  const checks: ExactnessCheck[] = [];
  try {
    targets.push(await startRegistry(environment));
    targets.push(await startBare(environment));
    let runs = 0;
    const posted = new Map(targets.map((target): [string, Posted] => [target.name, { created: 0, sent: 0, others: [] }]));
    const post = async (target: Target, connections: number, forSeconds: number): Promise<HttpLoadResult> => {
      runs += 1;
      const result = await load({
        url: `${target.httpUrl}/v1/boards/${BOARD}/records/projects`,
        token: target.token,
        connections,
        seconds: forSeconds,
        firstNumber: runs * NUMBERS_PER_RUN,
      });
      const sum = posted.get(target.name);
      if (sum) {
        sum.created += result.created;
        sum.sent += result.sent;
        sum.others.push(...Object.entries(result.others).map(([status, count]) => `${count.toString()} of ${status}`));
      }
      return result;
    };
    for (const target of targets) await post(target, MANY, 1);
    const sides = [MANY, 1].flatMap((connections) =>
      targets.map(
        (target): Side<HttpLoadResult> => ({
          name: `${target.name}, c=${connections.toString()}`,
          run: () => post(target, connections, seconds),
        }),
      ),
    );
    const results = await inTurns(rounds, sides, environment.say);
    const series = (target: string, connections: number, figure: 'requestsPerSecond' | 'p50Ms' | 'p99Ms'): Series => {
      const name = `${target}, c=${connections.toString()}`;
      return {
        label: figure === 'requestsPerSecond' ? name : `${name}, ${figure.slice(0, 3)}`,
        unit: figure === 'requestsPerSecond' ? 'requests/s' : 'ms',
        values: valuesOf(results, name).map((result) => result[figure]),
      };
    };
    const pair = (connections: number, figure: 'requestsPerSecond' | 'p50Ms' | 'p99Ms') => ({
      ours: series('registry', connections, figure),
      baseline: series('express + mongoose', connections, figure),
    });
    for (const target of targets) {
      const sum = posted.get(target.name);
      if (sum) checks.push(...(await checkStored(target, sum)));
    }
    return {
      lines: [
        {
          kind: 'ratio',
          name: `requests per second, ${MANY.toString()} connections`,
          ...pair(MANY, 'requestsPerSecond'),
          bound: { atLeast: 4 },
        },
        { kind: 'ratio', name: `p99, ${MANY.toString()} connections`, ...pair(MANY, 'p99Ms'), bound: { atMost: 0.4 } },
        { kind: 'ratio', name: 'p50, one connection', ...pair(1, 'p50Ms'), bound: { atMost: 1.5 } },
      ],
      checks,
    };
  } finally {
    await Promise.all(targets.map((target) => target.stop()));
  }
}

export const c1RegistryPost: Goal = { id: 'C1', title: 'registry POST v bare express + mongoose, one transaction each', measure };
