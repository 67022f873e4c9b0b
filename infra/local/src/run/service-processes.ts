import { join } from 'node:path';
import type { LocalAddresses } from '../compose-file/local-environment';
import { localEnvironment } from '../compose-file/local-environment';
import type { ComposeService } from '../compose-file/read-compose-file';
import { startOrder } from '../compose-file/start-order';
import { REPOSITORY } from '../places';
import type { Child } from '../processes/child';
import { createChild } from '../processes/child';
import { findPortHolder, isPortFree } from '../processes/ports';
import { untilUp } from '../processes/until';
import type { Log } from '../say';
import { both, StartError } from '../say';

export interface ServiceProcessesOptions {
  readonly services: readonly ComposeService[];
  readonly addresses: LocalAddresses;
  /** Where commands are run; default: the repository. */
  readonly folder?: string;
  /** Holds `logs` and `pids`. */
  readonly dataFolder: string;
  readonly log: Log;
}

/** The compose file's own services as processes of this machine. */
export interface ServiceProcesses {
  /**
   * Runs one-shots to their end and starts services, each after what it depends on; resolves once every service is ready.
   * @throws StartError when a port is taken, a one-shot fails or a service does not get ready
   */
  start(): Promise<void>;
  /** Resolves with a reason when a service ends by itself after it was ready. Nothing is restarted silently. */
  readonly died: Promise<string>;
  /** Ends one service on purpose; that is not reported as a death. */
  stopOne(name: string): Promise<void>;
  /** Starts it again; resolves once it is ready. */
  startAgain(name: string): Promise<void>;
  /** In the reverse order. */
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

export function createServiceProcesses({
  services,
  addresses,
  folder = REPOSITORY,
  dataFolder,
  log,
}: ServiceProcessesOptions): ServiceProcesses {
  const order = startOrder(services);
  const running: Child[] = [];
  const paused = new Set<string>();
  let stopping = false;
  let reportDeath: (reason: string) => void = () => undefined;
  const died = new Promise<string>((resolve) => {
    reportDeath = resolve;
  });

  const launch = async (service: ComposeService): Promise<void> => {
    if (stopping) throw new StartError('đang dừng', 'stopping');
    const startedAtMs = performance.now();
    const env = localEnvironment({ service, services, addresses });
    const [program, ...args] = service.command;
    if (program === undefined) throw new Error(`service ${service.name} has no command`);
    const logFile = join(dataFolder, 'logs', `${service.name}.log`);
    const child = createChild({
      name: service.name,
      command: program === 'node' ? process.execPath : program,
      args,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      cwd: folder,
      logFile,
      pidFile: join(dataFolder, 'pids', `${service.name}.json`),
    });
    running.push(child);
    await child.start();
    if (service.isOneShot) await untilDone(child);
    else await untilReady(child, env['KCN_HTTP_PORT']);
    log(
      `  ✓ ${service.name.padEnd(18)} ${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s${env['KCN_HTTP_PORT'] === undefined ? '' : `  http://127.0.0.1:${env['KCN_HTTP_PORT']}`}`,
    );
    if (!service.isOneShot) watch(child, logFile);
  };

  const watch = (child: Child, logFile: string): void => {
    void child.ended().then(async ({ code, signal }) => {
      if (!stopping && !paused.has(child.name))
        reportDeath(
          `${both(`${child.name} đã dừng bất ngờ`, 'ended unexpectedly')} (${signal ?? `exit ${String(code)}`}), ${logFile}:\n${await child.tail()}`,
        );
    });
  };

  const getRunning = (name: string): Child => {
    const child = running.find((one) => one.name === name);
    if (!child) throw new Error(`service ${name} was not started`);
    return child;
  };

  return {
    died,
    async start() {
      await refuseTakenPorts(order);
      const launched = new Map<string, Promise<void>>();
      for (const service of order) {
        const before = service.dependsOn.map(({ service: name }) => launched.get(name) ?? Promise.resolve());
        launched.set(
          service.name,
          Promise.all(before).then(() => launch(service)),
        );
      }
      const results = await Promise.allSettled(launched.values());
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async stopOne(name) {
      paused.add(name);
      await getRunning(name).stop();
    },
    async startAgain(name) {
      const child = getRunning(name);
      const service = order.find((one) => one.name === name);
      paused.delete(name);
      await child.start();
      await untilReady(child, service && localEnvironment({ service, services, addresses })['KCN_HTTP_PORT']);
      watch(child, join(dataFolder, 'logs', `${name}.log`));
    },
    async stop() {
      stopping = true;
      for (const child of running.toReversed()) await child.stop();
    },
  };
}

async function untilDone(child: Child): Promise<void> {
  const { code, signal } = await child.ended();
  await child.stop();
  if (code !== 0)
    throw new StartError(
      `${child.name} không thành công (${signal ?? `exit ${String(code)}`})`,
      `${child.name} failed:\n${await child.tail()}`,
    );
}

async function untilReady(child: Child, httpPort: string | undefined): Promise<void> {
  if (httpPort === undefined) throw new Error(`service ${child.name} has no KCN_HTTP_PORT, so nobody can ask whether it is ready`);
  const url = `http://127.0.0.1:${httpPort}/health/ready`;
  await untilUp(child, async () => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok, READY_WITHIN_MS);
}

async function refuseTakenPorts(services: readonly ComposeService[]): Promise<void> {
  for (const service of services) {
    for (const port of service.publishedPorts.values()) {
      if (await isPortFree(port)) continue;
      const holder = (await findPortHolder(port)) ?? '?';
      throw new StartError(
        `cổng ${String(port)} cho ${service.name} đang bị chiếm bởi ${holder}; hãy dừng nó, hoặc đặt cổng khác (xem ports trong docker-compose.yml)`,
        `port ${String(port)} for ${service.name} is taken by ${holder}; end it, or set another port (see ports in docker-compose.yml)`,
      );
    }
  }
}
