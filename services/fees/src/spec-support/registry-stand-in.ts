import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registryRecordEvents, registryRecordWithdrawn, registryServiceV1 } from '@kcn/contracts';
import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import { createEventLog, createKafkaBus, createRelay, inTransaction } from '@kcn/messaging';
import type { LogEntry, NewEvent } from '@kcn/messaging';
import { createGrpcServer, createMetrics, createSilentLogger, createTokenVerifier, defineGrpcService } from '@kcn/service-kit';
import { borrowServers, freshDatabase } from '@kcn/testkit';
import type { testTokens } from '@kcn/testkit';

/** A record to be; with a key in place of a content it is withdrawn. */
export type RegistryWrite = {
  [K in RegistryKind]:
    | { readonly kind: K; readonly content: RegistryContent[K] }
    | { readonly kind: K; readonly unit: string; readonly key: string };
}[RegistryKind];

export const aProject = (projectCode: string, more: Partial<RegistryContent['projects']> = {}): RegistryWrite => ({
  kind: 'projects',
  content: {
    projectCode,
    registrationKind: 'GCNDKDT',
    name: `Dự án ${projectCode}`,
    capitalKind: 'FDI',
    investors: [],
    investorCountries: [],
    enterpriseTaxCode: '9900001000',
    parkCode: 'kcn-a',
    issuedOn: '2020-01-10',
    registeredAmount: 1_000_000n,
    currency: 'USD',
    vsicVersion: '',
    vsicCode: '',
    objective: '',
    ...more,
  },
});

export const aProjectEvent = (projectCode: string, more: Partial<RegistryContent['project-events']>): RegistryWrite => ({
  kind: 'project-events',
  content: { projectCode, seq: 1, date: '2026-02-01', type: 'TERMINATE_VOL', currency: '', decisionNo: '', note: '', ...more },
});

export const aLease = (leaseNo: string, projectCode: string, more: Partial<RegistryContent['leases']> = {}): RegistryWrite => ({
  kind: 'leases',
  content: {
    leaseNo,
    parkCode: 'kcn-a',
    projectCode,
    enterpriseTaxCode: '9900001000',
    areaHundredthsM2: 100_000n,
    from: '2020-02-01',
    to: '',
    kind: 'LAND',
    ...more,
  },
});

export const aPark = (parkCode: string, name: string): RegistryWrite => ({
  kind: 'parks',
  content: { parkCode, name, kind: 'KCN', provinceCode: '68' },
});

/** The event of a record, without its version. */
function eventOf(write: RegistryWrite): Omit<NewEvent, 'aggregateVersion'> {
  const by = { actor: 'registrar', cause: 'import:1' };
  if (!('content' in write)) {
    const { type, codec } = registryRecordWithdrawn;
    return {
      aggregate: write.unit,
      type,
      payload: codec.encode({ kind: write.kind, key: write.key, reason: 'nhập nhầm' }).finish(),
      ...by,
    };
  }
  const { type, codec, unitOf } = registryRecordEvents[write.kind];
  // Kind and content belong together by construction; TypeScript cannot follow that through the union.
  const content = write.content as never;
  return { aggregate: unitOf(content), type, payload: codec.encode(content).finish(), ...by };
}

/** Events of one board with versions counted from 1 in each unit. */
function createVersioned(): (writes: readonly RegistryWrite[]) => NewEvent[] {
  const counts = new Map<string, number>();
  return (writes) =>
    writes.map(eventOf).map((event) => {
      const aggregateVersion = (counts.get(event.aggregate) ?? 0) + 1;
      counts.set(event.aggregate, aggregateVersion);
      return { ...event, aggregateVersion };
    });
}

/** The events as the registry's log would hold them, recorded a day apart. */
export const logEntriesOf = (board: string, writes: readonly RegistryWrite[]): LogEntry[] =>
  createVersioned()(writes).map((event, index) => ({
    ...event,
    board,
    position: index + 1,
    recordedAt: new Date(Date.UTC(2026, 0, index + 1)),
  }));

/** The registry as far as fees can see it: its log on Kafka and its answers over gRPC; the test is the writer. */
export async function startRegistryStandIn({
  topic,
  tokens,
}: {
  readonly topic: string;
  readonly tokens: Awaited<ReturnType<typeof testTokens>>;
}) {
  const logger = createSilentLogger();
  const database = await freshDatabase('registry');
  const { connection } = database;
  const log = createEventLog({ connection });
  await log.ensureIndexes();
  const bus = createKafkaBus({ brokers: borrowServers().kafkaBrokers, clientId: 'registry-stand-in', logger });
  const relay = createRelay({ connection, log, bus, topic, source: 'registry', logger });
  await relay.start();
  const metrics = createMetrics({ service: 'registry', processMetrics: false });
  const verifier = createTokenVerifier({ jwks: { file: tokens.jwksFile }, issuer: tokens.issuer, audience: tokens.audience });
  const answers = new Map<string, registryServiceV1.Project>();
  const asked: string[][] = [];
  const unasked = () => Promise.reject(new Error('fees does not ask this'));
  const service = defineGrpcService({
    definition: registryServiceV1.RegistryServiceService,
    implementation: {
      getProject: unasked,
      getPark: unasked,
      // eslint-disable-next-line require-yield
      async *listProjects() {
        await unasked();
      },
      batchGetProjects({ board, projectCodes }) {
        asked.push(projectCodes);
        return Promise.resolve({ projects: projectCodes.flatMap((code) => answers.get(`${board}/${code}`) ?? []) });
      },
    },
  });
  const serve = (port: number) =>
    createGrpcServer({ name: 'registry', host: '127.0.0.1', port, services: [service], verifier, logger, metrics });
  let server = serve(0);
  await server.start();
  const { port } = server.address();
  const folder = await mkdtemp(join(tmpdir(), 'kcn-fees-'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await tokens.sign({ sub: 'fees', roles: ['service'] }));
  const boards = new Map<string, ReturnType<typeof createVersioned>>();
  const versioned = (board: string, writes: readonly RegistryWrite[]): NewEvent[] => {
    const ofBoard = boards.get(board) ?? createVersioned();
    boards.set(board, ofBoard);
    return ofBoard(writes);
  };

  return {
    env: { KCN_REGISTRY_GRPC: `127.0.0.1:${String(port)}`, KCN_SERVICE_TOKEN_FILE: tokenFile },
    /** The codes of each question so far. */
    asked: asked as readonly (readonly string[])[],
    /** Records in one transaction of the registry; they come by the topic. */
    record: (board: string, ...writes: readonly RegistryWrite[]) => {
      const events = versioned(board, writes);
      return inTransaction(connection, (session) => log.append(session, board, events));
    },
    /** What the registry has and its topic has not brought yet. */
    knows(board: string, project: RegistryWrite, events: readonly RegistryContent['project-events'][] = []): void {
      if (!('content' in project) || project.kind !== 'projects') throw new Error('no project');
      const { content: record } = project;
      const version = BigInt(1 + events.length);
      const state = events.length > 0 ? 'terminated' : 'registered';
      answers.set(`${board}/${record.projectCode}`, { record, state, registeredAmount: 0n, events: [...events], version });
    },
    stopServer: () => server.stop(),
    async startServer(): Promise<void> {
      server = serve(port);
      await server.start();
    },
    async stop(): Promise<void> {
      await server.stop();
      await relay.stop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

export type RegistryStandIn = Awaited<ReturnType<typeof startRegistryStandIn>>;
