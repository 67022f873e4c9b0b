import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readComposeFile } from '../compose-file/read-compose-file';
import { makeKeys } from '../keys/make-keys';
import type { Environment } from '../places';
import { DATA_FOLDER, REPOSITORY } from '../places';
import { both, StartError } from '../say';
import type { Ports } from '../servers/start-servers';
import { endLeftBehindIn, START_PORTS, startAddresses, startServers } from '../servers/start-servers';
import type { Step } from './demo-steps';
import { DEMO_STEPS } from './demo-steps';
import { runStep } from './run-step';
import { createServiceProcesses } from './service-processes';
import { untilAskedToStop } from './signals';

/** What a test of the start exchanges; `npm start` takes the defaults. */
export interface StartOptions {
  readonly composeFile: string;
  readonly dataFolder: string;
  readonly ports: Ports;
  readonly steps: readonly Step[];
  readonly env: Environment;
  /** Resolves when the person at the terminal has had enough. */
  readonly asked: Promise<unknown>;
  readonly log: (line: string) => void;
}

const INTERRUPTED = 130;

/**
 * `npm start`: servers, keys, one-shots, services, then the demo's steps; stays up until asked to stop, with `--once` ends
 * after the steps. Ends what it started and only that, services first.
 * @returns the exit code: 0, 1 something failed, 130 interrupted before `--once` was done
 */
export async function runStart(args: readonly string[], given: Partial<StartOptions> = {}): Promise<number> {
  const { fresh, once } = readArguments(args);
  const env = given.env ?? process.env;
  const { composeFile, dataFolder, ports, steps, log, asked } = {
    composeFile: join(REPOSITORY, 'docker-compose.yml'),
    dataFolder: DATA_FOLDER,
    ports: START_PORTS,
    steps: DEMO_STEPS,
    log: console.log,
    asked: given.asked ?? untilAskedToStop(),
    ...given,
  };
  const onTheWayDown: (() => Promise<void>)[] = [];
  const interrupt = new AbortController();
  const refuseWhenAsked = (): void => {
    if (interrupt.signal.aborted) throw new StartError('đang dừng', 'stopping');
  };

  const work = async (): Promise<'done'> => {
    await endLeftBehindIn(dataFolder, log);
    if (fresh) await emptyDataFolder(dataFolder, log);
    await keepPreviousLogs(dataFolder);

    log(both('▸ Khởi động máy chủ', 'Starting servers'));
    const servers = await startServers({ dataFolder, ports, addresses: startAddresses(env), env, log });
    onTheWayDown.push(() => servers.stop());
    refuseWhenAsked();

    const keysFolder = env['KCN_KEYS_DIR'] ?? join(dataFolder, 'keys');
    const keys = await makeKeys({ folder: keysFolder, issuer: env['KCN_JWT_ISSUER'] || 'kcn', audience: env['KCN_JWT_AUDIENCE'] || 'kcn' });

    log(both('▸ Khởi động dịch vụ (theo docker-compose.yml)', 'Starting services (from docker-compose.yml)'));
    const services = await readComposeFile(composeFile, { ...env, KCN_KEYS_DIR: keysFolder });
    const addresses = { mongo: servers.mongo.address, kafka: servers.kafka.address, redis: servers.redis.address };
    const processes = createServiceProcesses({ services, addresses, dataFolder, log });
    onTheWayDown.push(() => processes.stop());
    await processes.start();

    const died = Promise.race([servers.died, processes.died]).then((reason) => {
      throw new StartError('một tiến trình đã dừng', `a process has ended\n${reason}`);
    });
    died.catch(() => undefined);
    const urls = Object.fromEntries(
      services.flatMap(({ name, isOurs, publishedPorts }) =>
        isOurs
          ? [...publishedPorts.values()].slice(0, 1).map((port) => [`KCN_${name.toUpperCase()}_URL`, `http://127.0.0.1:${String(port)}`])
          : [],
      ),
    ) as Record<string, string>;
    const stepEnv = { ...urls, KCN_SIGNING_KEY_FILE: keys.signingKey };
    for (const step of steps) {
      refuseWhenAsked();
      log(both(`▸ ${step.vi}`, step.en));
      await Promise.race([runStep(step, { env: stepEnv, signal: interrupt.signal }), died]);
    }
    if (once) return 'done';
    log(both('▸ Đang chạy; Ctrl-C để dừng', 'Running; Ctrl-C ends it'));
    return died;
  };

  const working = work();
  const outcome = await Promise.race([working.catch((error: unknown) => ({ error })), asked.then(() => 'asked' as const)]);
  if (outcome === 'asked') log(both('▸ Đang dừng', 'Stopping'));
  interrupt.abort();
  // Services go down while the work may still be waiting for them; it then fails quickly and starts nothing more.
  await onTheWayDown[1]?.();
  if (outcome === 'asked' && onTheWayDown[0] === undefined) await working.catch(() => undefined);
  for (const down of onTheWayDown.toReversed()) await down();

  if (typeof outcome === 'object') throw outcome.error;
  if (outcome === 'asked') return once ? INTERRUPTED : 0;
  return 0;
}

function readArguments(args: readonly string[]): { fresh: boolean; once: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { fresh: { type: 'boolean', default: false }, once: { type: 'boolean', default: false } },
    });
    return values;
  } catch (error) {
    throw new StartError(
      'cách dùng: npm start -- [--once] [--fresh]',
      `usage: npm start -- [--once] [--fresh] (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

/** Data, keys and logs of `npm start`; servers of test runs that are under way keep theirs. */
async function emptyDataFolder(dataFolder: string, log: (line: string) => void): Promise<void> {
  log(both(`▸ Xóa thư mục dữ liệu ${dataFolder}`, 'Emptying the data folder'));
  for (const entry of await readdir(dataFolder).catch(() => [])) {
    if (!entry.startsWith('test')) await rm(join(dataFolder, entry), { recursive: true, force: true });
  }
}

/** `registry.log` becomes `registry.previous.log`, so a log is of one run and the last crash can still be read. */
async function keepPreviousLogs(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'logs');
  await mkdir(folder, { recursive: true });
  for (const entry of await readdir(folder)) {
    if (entry.endsWith('.log') && !entry.endsWith('.previous.log'))
      await rename(join(folder, entry), join(folder, entry.replace(/\.log$/, '.previous.log')));
  }
}
