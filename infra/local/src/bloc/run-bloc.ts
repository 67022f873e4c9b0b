import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readComposeFile } from '../compose-file/read-compose-file';
import type { Environment } from '../places';
import { DATA_FOLDER, REPOSITORY } from '../places';
import { createServiceProcesses } from '../run/service-processes';
import { untilAskedToStop } from '../run/signals';
import type { Log } from '../say';
import { both, StartError } from '../say';
import { endLeftBehindIn, startAddresses, startServers } from '../servers/start-servers';
import { blocEnvironment, serviceName } from './bloc-environment';
import { makeBlocKeys } from './make-bloc-keys';
import { dealOut, readBlocHead } from './provinces';
import { showBloc } from './show-bloc';

export interface BlocOptions {
  readonly env: Environment;
  readonly folder: string;
  readonly dataFolder: string;
  /** Resolves when the person at the terminal has had enough. */
  readonly asked: Promise<unknown>;
  readonly log: Log;
}

const PROVINCES = 3;
const INTERRUPTED = 130;
/** What a province runs; the others of docker-compose.yml have no part in a bloc. */
const SERVICES = ['registry', 'reporting', 'emulation'];

/**
 * `npm run bloc`: three provinces from docker-compose.yml as deployments of their own, their sheets pulled with one of them
 * stopped and again when it is back; prints verdicts and ranking and ends. `--keys` only makes the keys for `docker compose
 * --profile province-2 --profile province-3 up`.
 * @returns the exit code
 */
export async function runBloc(args: readonly string[], given: Partial<BlocOptions> = {}): Promise<number> {
  const { keysOnly } = readArguments(args);
  const { env, folder, dataFolder, log } = {
    env: process.env,
    folder: join(REPOSITORY, 'infra/demo/bloc-2019'),
    dataFolder: join(DATA_FOLDER, 'bloc'),
    log: console.log,
    ...given,
  };
  const head = await readBlocHead(folder);
  const provinces = dealOut(head, PROVINCES);
  if (keysOnly) {
    const keysFolder = env['KCN_KEYS_DIR'] ?? join(DATA_FOLDER, 'keys');
    await makeBlocKeys({ folder: keysFolder, provinces, now: new Date(), peerAddress: (one) => `${serviceName('emulation', one)}:9085` });
    log(both(`Khóa của ${PROVINCES.toString()} tỉnh trong ${keysFolder}`, 'keys of all provinces are there'));
    return 0;
  }

  const asked = given.asked ?? untilAskedToStop();
  const onTheWayDown: (() => Promise<void>)[] = [];
  const work = async (): Promise<'done'> => {
    await endLeftBehindIn(dataFolder, log);
    await rm(dataFolder, { recursive: true, force: true });
    await mkdir(dataFolder, { recursive: true });
    log(both('▸ Khởi động máy chủ', 'Starting servers'));
    const servers = await startServers({ dataFolder, addresses: startAddresses(env), env, log });
    onTheWayDown.push(() => servers.stop());

    const keysFolder = join(dataFolder, 'keys');
    const { variables, ports } = await blocEnvironment(provinces, keysFolder);
    const peerAddress = ({ number }: { readonly number: number }): string => `127.0.0.1:${(ports.get(number)?.peer ?? 0).toString()}`;
    const keys = await makeBlocKeys({ folder: keysFolder, provinces, now: new Date(), peerAddress });

    log(both('▸ Khởi động ba tỉnh (theo docker-compose.yml)', 'Starting three provinces (from docker-compose.yml)'));
    const profiles = provinces.slice(1).map(({ number }) => `province-${number.toString()}`);
    const described = await readComposeFile(join(REPOSITORY, 'docker-compose.yml'), { ...env, ...variables }, { profiles });
    const services = described.filter(
      ({ name, isOurs }) => !isOurs || /^topics/.test(name) || SERVICES.some((one) => name.startsWith(one)),
    );
    const addresses = { mongo: servers.mongo.address, kafka: servers.kafka.address, redis: servers.redis.address };
    const processes = createServiceProcesses({ services, addresses, dataFolder, log });
    onTheWayDown.push(() => processes.stop());
    await processes.start();
    const died = Promise.race([servers.died, processes.died]).then((reason) => {
      throw new StartError('một tiến trình đã dừng', `a process has ended\n${reason}`);
    });
    died.catch(() => undefined);

    const showing = showBloc({ folder, workFolder: dataFolder, head, provinces, keys, ports, processes, log });
    await Promise.race([showing, died]);
    return 'done';
  };

  const working = work();
  const outcome = await Promise.race([working.catch((error: unknown) => ({ error })), asked.then(() => 'asked' as const)]);
  for (const down of onTheWayDown.toReversed()) await down();
  if (typeof outcome === 'object') throw outcome.error;
  return outcome === 'asked' ? INTERRUPTED : 0;
}

function readArguments(args: readonly string[]): { readonly keysOnly: boolean } {
  try {
    // `--once` is what it does anyway.
    const options = { keys: { type: 'boolean', default: false }, once: { type: 'boolean', default: true } } as const;
    return { keysOnly: parseArgs({ args: [...args], options }).values.keys };
  } catch (error) {
    throw new StartError('cách dùng: npm run bloc [-- --keys]', `usage (${error instanceof Error ? error.message : String(error)})`);
  }
}
