import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createTokenIssuer } from '../environment/tokens';
import type { TokenIssuer } from '../environment/tokens';
import type { ExactnessCheck, Form, Goal, Line, Measurement } from '../measure/goal';
import { cpuPercent, residentMib } from '../measure/process-usage';
import { boardFiles, projectFiles, RECORDS_PER_PROJECT } from '../sample/import-files';
import { createRegistryClient } from '../sides/registry-client';
import type { RegistryClient } from '../sides/registry-client';
import { createReportingClient } from '../sides/reporting-client';
import { createServiceTopics, startService } from '../sides/service-process';
import type { ServiceProcess } from '../sides/service-process';

const TIMEOUT_MS = 1_800_000;
const REST_MS = 3_000;
interface Size {
  /** Events at which memory is read first; it is read again at ten times as many. */
  readonly events: number;
  /** Every import is of this size, so that the second reading sees more events and not larger imports. */
  readonly projectsPerImport: number;
  readonly starts: number;
  readonly idleSeconds: number;
}
const SIZES: Record<Form, Size> = {
  tiny: { events: 800, projectsPerImport: 100, starts: 1, idleSeconds: 1 },
  quick: { events: 20_000, projectsPerImport: 2_500, starts: 3, idleSeconds: 5 },
  full: { events: 100_000, projectsPerImport: 5_000, starts: 5, idleSeconds: 20 },
};

const NAMES = ['registry', 'reporting'] as const;
type ServiceName = (typeof NAMES)[number];
type PerService = Record<ServiceName, number[]>;

interface Platform {
  readonly registry: ServiceProcess;
  readonly reporting: ServiceProcess;
  stop(): Promise<void>;
}

interface Deployment {
  readonly environment: BenchEnvironment;
  readonly issuer: TokenIssuer;
  readonly board: string;
  readonly mongoUrls: Record<ServiceName, string>;
  readonly tokenFile: string;
}

async function createDeployment(environment: BenchEnvironment): Promise<Deployment> {
  const folder = await environment.emptyFolder('c10');
  const issuer = await createTokenIssuer(folder);
  await createServiceTopics(environment.brokers);
  const tokenFile = join(folder, 'reporting.token');
  await writeFile(tokenFile, await issuer.token('reporting', ['service']));
  return {
    environment,
    issuer,
    // Nobody else's, so that what a topic holds from an earlier run on borrowed servers does no harm.
    board: environment.uniqueName('bench'),
    mongoUrls: {
      registry: environment.mongoUrl(environment.uniqueName('c10')),
      reporting: environment.mongoUrl(environment.uniqueName('c10')),
    },
    tokenFile,
  };
}

async function startPlatform({ environment, issuer, mongoUrls, tokenFile }: Deployment): Promise<Platform> {
  const shared = { brokers: environment.brokers, jwksFile: issuer.jwksFile };
  const registry = await startService({ ...shared, name: 'registry', mongoUrl: mongoUrls.registry });
  try {
    const reporting = await startService({
      ...shared,
      name: 'reporting',
      mongoUrl: mongoUrls.reporting,
      env: { KCN_REDIS_URL: environment.redisUrl, KCN_REGISTRY_GRPC: registry.grpcAddress, KCN_SERVICE_TOKEN_FILE: tokenFile },
    });
    return {
      registry,
      reporting,
      async stop() {
        await reporting.child.stop();
        await registry.child.stop();
      },
    };
  } catch (error) {
    await registry.child.stop();
    throw error;
  }
}

const readMemory = async (platform: Platform): Promise<Record<ServiceName, number>> => ({
  registry: await residentMib(platform.registry.child.pid),
  reporting: await residentMib(platform.reporting.child.pid),
});

async function measure(environment: BenchEnvironment, form: Form): Promise<Measurement> {
  const { events, projectsPerImport, starts, idleSeconds } = SIZES[form];
  const deployment = await createDeployment(environment);
  const { board } = deployment;
  const startMs: PerService = { registry: [], reporting: [] };
  const idlePercent: PerService = { registry: [], reporting: [] };
  const checks: ExactnessCheck[] = [];
  const token = await deployment.issuer.token('bench', ['recorder', 'reader', 'operator']);

  let platform = await startPlatform(deployment);
  try {
    const registry = createRegistryClient(platform.registry.httpUrl, token);
    const reporting = createReportingClient(platform.reporting.httpUrl, token);
    await registry.importFiles(board, boardFiles(board));
    const base = (await registry.head(board)).position;

    const feedUpTo = async (count: number, projectsDone: number): Promise<number> => {
      const projects = await feed(registry, {
        board,
        from: projectsDone,
        to: count / RECORDS_PER_PROJECT,
        projectsPerImport,
        say: environment.say,
      });
      const expected = base + count;
      const status = await reporting.waitUntilSettled(board, expected, TIMEOUT_MS);
      const { position } = await registry.head(board);
      const text = (head: number, settled: number, open: number): string =>
        `log ${head.toString()}, settled ${settled.toString()}, ${open.toString()} parked or dead`;
      checks.push({
        name: `after ${count.toString()} events`,
        expected: text(expected, expected, 0),
        actual: text(position, status.settled.registry, status.parked + status.dead_letters),
      });
      await pause(REST_MS);
      return projects;
    };
    const done = await feedUpTo(events, 0);
    const before = await readMemory(platform);
    await feedUpTo(events * 10, done);
    const after = await readMemory(platform);

    for (let start = 0; start < starts; start += 1) {
      environment.say(`start ${(start + 1).toString()}/${starts.toString()}`);
      await platform.stop();
      platform = await startPlatform(deployment);
      for (const name of NAMES) startMs[name].push(platform[name].startMs);
    }
    environment.say('idle');
    await pause(REST_MS * 2);
    await Promise.all(NAMES.map(async (name) => idlePercent[name].push(await cpuPercent(platform[name].child.pid, idleSeconds * 1_000))));
    return { lines: linesOf({ events, before, after, startMs, idlePercent }), checks };
  } finally {
    await platform.stop();
  }
}

async function feed(
  registry: RegistryClient,
  {
    board,
    from,
    to,
    projectsPerImport,
    say,
  }: {
    readonly board: string;
    readonly from: number;
    readonly to: number;
    readonly projectsPerImport: number;
    readonly say: (text: string) => void;
  },
): Promise<number> {
  let done = from;
  while (done < to) {
    const projects = Math.min(projectsPerImport, to - done);
    await registry.importFiles(board, projectFiles({ projects, from: done }));
    done += projects;
    say(`${(done * RECORDS_PER_PROJECT).toString()} events`);
  }
  return done;
}

interface Figures {
  readonly events: number;
  readonly before: Record<ServiceName, number>;
  readonly after: Record<ServiceName, number>;
  readonly startMs: PerService;
  readonly idlePercent: PerService;
}

const linesOf = ({ events, before, after, startMs, idlePercent }: Figures): Line[] =>
  NAMES.flatMap((name): Line[] => [
    {
      kind: 'ratio',
      name: `${name}, resident memory, ten times the events`,
      ours: { label: `after ${(events * 10).toString()} events`, unit: 'MiB', values: [after[name]] },
      baseline: { label: `after ${events.toString()} events`, unit: 'MiB', values: [before[name]] },
      bound: { atMost: 1.3 },
    },
    {
      kind: 'limit',
      name: `${name}, process start to first answer`,
      measured: { label: 'start', unit: 'ms', values: startMs[name] },
      bound: { atMost: 1_500 },
    },
    {
      kind: 'limit',
      name: `${name}, CPU while idle`,
      measured: { label: 'idle', unit: '% of a core', values: idlePercent[name] },
      bound: { atMost: 2 },
    },
  ]);

export const c10Footprint: Goal = { id: 'C10', title: 'memory, start and idle CPU of each service', measure };
