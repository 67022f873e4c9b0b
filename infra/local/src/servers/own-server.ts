import type { Child } from '../processes/child';
import { untilUp } from '../processes/until';
import type { Program, Server } from './server';

export interface OwnServerOptions {
  readonly name: Server['name'];
  readonly address: string;
  readonly program: Program;
  readonly child: Child;
  /** True once the server does its work; may bring about what is missing, such as initiating a replica set. */
  readonly isUp: () => Promise<boolean>;
  readonly timeoutMs?: number;
}

/** Starts a server of our own and waits until it answers. */
export async function startOwnServer({ name, address, program, child, isUp, timeoutMs = 60_000 }: OwnServerOptions): Promise<Server> {
  let reportDeath: (reason: string) => void = () => undefined;
  const died = new Promise<string>((resolve) => {
    reportDeath = resolve;
  });
  let wanted = false;

  const start = async (): Promise<void> => {
    await child.start();
    wanted = true;
    void child.ended().then(async ({ code, signal }) => {
      if (wanted) reportDeath(`${name}: ${signal ?? `exit ${String(code)}`}\n${await child.tail()}`);
    });
    try {
      await untilUp(child, isUp, timeoutMs);
    } catch (error) {
      wanted = false;
      await child.kill();
      throw error;
    }
  };

  await start();
  return {
    name,
    address,
    version: program.version,
    source: program.source,
    where: program.path,
    pid: child.pid,
    died,
    async stop() {
      wanted = false;
      await child.stop();
    },
    async kill() {
      wanted = false;
      await child.kill();
    },
    async restart() {
      wanted = false;
      await child.stop();
      await start();
    },
  };
}

/** A server that somebody else runs. */
export function borrowServer(options: Pick<Server, 'name' | 'address' | 'version'>): Server {
  const refuse = (): Promise<never> => Promise.reject(new Error(`${options.name} at ${options.address} is not ours to end`));
  return {
    ...options,
    source: 'address',
    where: options.address,
    pid: () => undefined,
    died: new Promise(() => undefined),
    stop: () => Promise.resolve(),
    kill: refuse,
    restart: refuse,
  };
}
