import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBoardAuthority, createTopics, findFreePorts, readTopics, REPOSITORY } from '@kcn/local';
import { createConnection } from 'mongoose';
import type { Connection } from 'mongoose';
import { createCommandLine } from '../platform/command-line';
import type { Ran } from '../platform/command-line';
import { runMigration } from '../platform/migrate';
import type { Platform } from '../platform/platform';
import { createServiceProcess } from '../platform/service-process';
import type { ServiceProcess } from '../platform/service-process';
import type { Link } from './link';
import { openLink } from './link';
import { writeProvinceKeys } from './province-keys';

export const BLOC_FOLDER = join(REPOSITORY, 'infra/demo/bloc-2019');
export const BLOC = 'bloc-red-river-delta';
export const LEADER = 'hai-duong';
const YEAR = '2019';

/** One province's deployment of emulation, with a database, topic, keys and certificate of its own. */
export interface Province {
  readonly host: string;
  readonly boards: readonly string[];
  readonly process: ServiceProcess;
  readonly database: Connection;
  readonly signingKeysFolder: string;
  kcn(...args: readonly string[]): Promise<Ran>;
}

/** Three provinces of the sample bloc; the leader reaches each member over a link of its own. */
export interface BlocProvinces {
  readonly provinces: readonly [Province, Province, Province];
  readonly leader: Province;
  readonly members: readonly string[];
  homeOf(member: string): Province;
  linkOf(member: string): Link;
  /** At the province of a board. @returns what `--json` printed @throws Error where it does not end with 0 */
  ask<T>(at: Province, ...args: readonly string[]): Promise<T>;
  /** Has these members sign their sheets as they stand, as their next revisions. */
  sign(members: readonly string[]): Promise<void>;
  /** The revision that a member signed last. */
  revisionOf(member: string): number;
  stop(): Promise<void>;
}

const HOSTED = [
  ['hai-duong', 'ha-noi', 'bac-ninh', 'nam-dinh'],
  ['quang-ninh', 'hai-phong', 'thai-binh', 'ninh-binh'],
  ['hung-yen', 'vinh-phuc', 'ha-nam'],
] as const;

/** A member has its own lines of the scores at home, and nobody else's. */
async function writeHome(folder: string, member: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['bloc.json', 'criteria.json', 'indicator-values', 'plan-targets'])
    await cp(join(BLOC_FOLDER, name), join(folder, name), { recursive: true });
  const [header = '', ...lines] = (await readFile(join(BLOC_FOLDER, 'bloc-scores.csv'), 'utf8')).trimEnd().split('\n');
  await writeFile(join(folder, 'bloc-scores.csv'), [header, ...lines.filter((line) => line.startsWith(`${member},`)), ''].join('\n'));
}

/**
 * Starts three deployments of emulation beside a platform that runs reporting, loads the sample bloc in each for the boards that it
 * hosts, and pins the members' keys at the leader's. The members' figures are in the one reporting: the links between provinces
 * carry sheets alone.
 */
export async function startBlocProvinces(platform: Platform): Promise<BlocProvinces> {
  const folder = join(platform.logs, 'bloc');
  const authority = await createBoardAuthority({ now: new Date() });
  const members = HOSTED.flat();
  const ports = await findFreePorts(3 * HOSTED.length);
  const peerPort = (index: number): number => ports[3 * index + 2] ?? 0;
  const links = new Map<string, Link>();
  for (const [index, boards] of HOSTED.entries()) for (const board of boards) links.set(board, await openLink(peerPort(index)));
  const peersFile = join(folder, 'peers.json');
  await mkdir(folder, { recursive: true });
  const peers = HOSTED.flatMap((boards) =>
    boards.map((board) => [board, { address: links.get(board)?.address, name: `urn:kcn:board:${boards[0]}` }]),
  );
  await writeFile(peersFile, JSON.stringify(Object.fromEntries(peers)));
  const allTopics = await readTopics(join(REPOSITORY, 'infra/kafka/topics.json'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, await platform.token({ subject: 'service:emulation', roles: ['service'] }));

  async function startProvince(index: number): Promise<Province> {
    const boards: readonly string[] = HOSTED[index] ?? [];
    const [host = ''] = boards;
    const name = `province-${String(index + 1)}`;
    const keys = await writeProvinceKeys({ folder: join(folder, name), authority, host, boards });
    const mongoUrl = platform.servers.mongo.address.replace('/?', `/kcn_emulation_${String(index + 1)}?`);
    await createTopics({
      topics: allTopics
        .filter(({ name: topic }) => topic.includes('.emulation.') || topic === 'kcn.reporting.v1')
        .map((topic) => ({ ...topic, name: `${name}.${topic.name}` })),
      brokers: platform.brokers,
      log: () => undefined,
    });
    await runMigration('emulation', mongoUrl);
    const [http = 0, grpc = 0] = ports.slice(3 * index);
    const [reporting] = platform.processesOf('reporting');
    const process = createServiceProcess({
      ...{ service: 'emulation', name, httpPort: http, grpcPort: grpc, logFile: join(platform.logs, `${name}.log`) },
      env: {
        ...{ KCN_HTTP_PORT: String(http), KCN_GRPC_PORT: String(grpc), KCN_MONGO_URL: mongoUrl },
        KCN_KAFKA_BROKERS: platform.servers.kafka.address,
        KCN_TOPIC_PREFIX: `${name}.`,
        ...{ KCN_REDIS_URL: platform.servers.redis.address, KCN_REDIS_PREFIX: `${name}:` },
        ...{ KCN_JWKS_FILE: join(platform.logs, 'jwks.json'), KCN_JWT_ISSUER: 'kcn', KCN_JWT_AUDIENCE: 'kcn' },
        ...{ KCN_REPORTING_GRPC: reporting.grpcAddress, KCN_SERVICE_TOKEN_FILE: tokenFile, KCN_LOG_LEVEL: 'warn' },
        ...keys.env,
        KCN_PEER_PORT: String(peerPort(index)),
        ...(host === LEADER ? { KCN_PEERS_FILE: peersFile } : {}),
      },
    });
    await process.start();
    return {
      ...{ host, boards, process, signingKeysFolder: keys.signingKeysFolder },
      database: await createConnection(mongoUrl).asPromise(),
      kcn: await createCommandLine(platform, { KCN_EMULATION_URL: process.url, KCN_SIGNING_KEYS_DIR: keys.signingKeysFolder }),
    };
  }
  const provinces = [await startProvince(0), await startProvince(1), await startProvince(2)] as const;
  const [leader] = provinces;
  const homeOf = (member: string): Province => provinces.find(({ boards }) => boards.includes(member)) ?? leader;
  const ask = async <T>({ kcn }: Province, ...args: readonly string[]): Promise<T> => {
    const { exitCode, stdout, stderr } = await kcn(...args, '--json');
    if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${String(exitCode)}: ${stderr}${stdout.slice(0, 500)}`);
    return JSON.parse(stdout) as T;
  };

  const revisions = new Map<string, number>();
  const thumbprints: string[] = [];
  for (const member of members) {
    const home = homeOf(member);
    const own = join(folder, 'homes', member);
    await writeHome(own, member);
    await ask(home, 'emulation', 'load', member === LEADER ? BLOC_FOLDER : own, '--member', member, '--board', member);
    const { current } = await ask<{ current: string }>(home, 'emulation', 'keys', 'show', '--board', member);
    thumbprints.push(`${member}=${current}`);
  }
  await ask(
    leader,
    'emulation',
    'pin',
    ...thumbprints,
    '--bloc',
    BLOC,
    '--valid-from',
    '2019-01-01T00:00:00Z',
    '--valid-to',
    '2099-12-31T00:00:00Z',
  );

  return {
    provinces,
    leader,
    members,
    homeOf,
    linkOf: (member) => {
      const link = links.get(member);
      if (!link) throw new Error(`no link to ${member}`);
      return link;
    },
    ask,
    async sign(signing) {
      for (const member of signing) {
        const signed = await ask<{ revision: number }>(
          homeOf(member),
          'emulation',
          'sheet',
          '--member',
          member,
          '--bloc',
          BLOC,
          '--year',
          YEAR,
        );
        revisions.set(member, signed.revision);
      }
    },
    revisionOf: (member) => revisions.get(member) ?? 0,
    async stop() {
      await Promise.all(provinces.map(({ process }) => process.stop()));
      await Promise.all([...links.values()].map((link) => link.stop()));
      await Promise.all(provinces.map(({ database }) => database.close()));
    },
  };
}
