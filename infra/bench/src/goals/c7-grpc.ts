import { join } from 'node:path';
import type { BenchEnvironment } from '../environment/bench-environment';
import { AUDIENCE, createTokenIssuer, ISSUER } from '../environment/tokens';
import { startChild } from '../measure/child-process';
import type { RunningChild } from '../measure/child-process';
import type { ExactnessCheck, Form, Goal, Measurement, Series } from '../measure/goal';
import type { GrpcLoadJob, GrpcLoadKind, GrpcLoadResult } from '../measure/grpc-load.main';
import { pinnedNode } from '../measure/pinned';
import { inTurns, valuesOf } from '../measure/rounds';
import type { GrpcServiceSettings } from '../sides/grpc-service.main';

const SERVER_CORE = 0;
const CLIENT_CORE = 1;
const BATCH_SIZE = 100;
const LIST_LENGTH = 1_000;
const SIZES: Record<Form, { readonly durationMs: number; readonly rounds: number }> = {
  tiny: { durationMs: 300, rounds: 1 },
  quick: { durationMs: 2_000, rounds: 3 },
  full: { durationMs: 5_000, rounds: 5 },
};
/** Calls under way at once: many small ones, few large ones. */
const CONCURRENCY: Record<GrpcLoadKind, number> = { unary: 128, batch: 8, stream: 2 };

interface Target {
  readonly child: RunningChild;
  readonly address: string;
}

const LISTENING = /^listening (\d+)$/;
const dist = (...path: string[]): string => join(__dirname, '..', ...path);

async function startTarget(name: string, script: string, argument: string): Promise<Target> {
  const child = await startChild({ name, ...pinnedNode(SERVER_CORE, [script, argument]), readyLine: LISTENING });
  const port = child
    .tail()
    .split('\n')
    .map((line) => LISTENING.exec(line)?.[1])
    .find((found) => found !== undefined);
  if (port === undefined) throw new Error(`${name} printed no port`);
  return { child, address: `127.0.0.1:${port}` };
}

async function load(job: GrpcLoadJob): Promise<GrpcLoadResult> {
  const child = await startChild({
    name: `${job.kind} client`,
    ...pinnedNode(CLIENT_CORE, [dist('measure', 'grpc-load.main.js'), JSON.stringify(job)]),
  });
  const line = await child.waitForLine(/^result /, job.durationMs * 3 + 60_000);
  await child.exited;
  return JSON.parse(line.slice('result '.length)) as GrpcLoadResult;
}

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { durationMs, rounds } = SIZES[form];
  const issuer = await createTokenIssuer(await environment.emptyFolder('c7'));
  const token = await issuer.token('bench', ['service']);
  const settings: GrpcServiceSettings = { jwksFile: issuer.jwksFile, issuer: ISSUER, audience: AUDIENCE, listLength: LIST_LENGTH };
  const targets: Target[] = [];
  const wrong = new Map<string, number>();
  try {
    const service = await startTarget('service', dist('sides', 'grpc-service.main.js'), JSON.stringify(settings));
    targets.push(service);
    const bare = await startTarget('bare grpc-js', dist('baselines', 'grpc-bare.main.js'), LIST_LENGTH.toString());
    targets.push(bare);
    const side = (name: string, target: Target, kind: GrpcLoadKind) => ({
      name,
      run: async (): Promise<number> => {
        const result = await load({
          kind,
          address: target.address,
          token,
          board: 'bench',
          concurrency: CONCURRENCY[kind],
          durationMs,
          batchSize: BATCH_SIZE,
          listLength: LIST_LENGTH,
        });
        wrong.set(name, (wrong.get(name) ?? 0) + result.wrong + (result.items === 0 ? 1 : 0));
        return (result.items / result.elapsedMs) * 1000;
      },
    });
    const results = await inTurns(
      rounds,
      [
        side('service, unary', service, 'unary'),
        side('bare grpc-js, unary', bare, 'unary'),
        side('service, list', service, 'stream'),
        side('bare grpc-js, list', bare, 'stream'),
        side(`service, batches of ${BATCH_SIZE.toString()}`, service, 'batch'),
      ],
      environment.say,
    );
    const series = (name: string): Series => ({ label: name, unit: 'items/s', values: valuesOf(results, name) });
    const checks = [...wrong].map(
      ([name, count]): ExactnessCheck => ({
        name,
        expected: '0 failed calls or wrong items',
        actual: `${count.toString()} failed calls or wrong items`,
      }),
    );
    return {
      lines: [
        {
          kind: 'ratio',
          name: `unary, ${CONCURRENCY.unary.toString()} at once`,
          ours: series('service, unary'),
          baseline: series('bare grpc-js, unary'),
          bound: { atLeast: 0.85 },
        },
        {
          kind: 'ratio',
          name: `lists of ${LIST_LENGTH.toString()} by stream`,
          ours: series('service, list'),
          baseline: series('bare grpc-js, list'),
          bound: { atLeast: 0.8 },
        },
        {
          kind: 'ratio',
          name: 'batch v one by one',
          ours: series(`service, batches of ${BATCH_SIZE.toString()}`),
          baseline: series('service, unary'),
          bound: { atLeast: 10 },
        },
      ],
      checks,
    };
  } finally {
    await Promise.all(targets.map(({ child }) => child.stop()));
  }
}

export const c7Grpc: Goal = { id: 'C7', title: 'gRPC with token, deadline and metrics v bare grpc-js', measure };
