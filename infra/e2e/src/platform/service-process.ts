import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { until } from './until';

export type ServiceName = 'registry' | 'fees' | 'reporting' | 'emulation';

export interface ServiceProcessOptions {
  readonly service: ServiceName;
  /** Distinguishes copies of one service, `registry-2`. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Everything the process prints is appended there. */
  readonly logFile: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One service as a process of its own that can be killed and started again on the same ports and data. */
export interface ServiceProcess {
  readonly name: string;
  readonly service: ServiceName;
  readonly url: string;
  /** `host:port` of its gRPC server. */
  readonly grpcAddress: string;
  pid(): number | undefined;
  /** Resolves once /health/ready answers 200. `crashAt` is a crash point such as `before-commit:2` for this life only. */
  start(options?: { crashAt?: string }): Promise<void>;
  /** Starts without waiting: for processes that are expected to die. */
  launch(options?: { crashAt?: string }): void;
  /** Resolves when the process has ended, whatever ended it. */
  ended(): Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  /** SIGKILL and wait. */
  destroy(): Promise<void>;
  /** SIGTERM and wait. */
  stop(): Promise<void>;
  isReady(): Promise<boolean>;
}

export function createServiceProcess({ service, name, env, httpPort, grpcPort, logFile }: ServiceProcessOptions): ServiceProcess {
  const url = `http://127.0.0.1:${String(httpPort)}`;
  const entry = require.resolve(`@kcn/${service}/dist/main.js`);
  let child: ChildProcess | undefined;
  let exit: Promise<Exit> = Promise.resolve({ code: null, signal: null });

  const isReady = async (): Promise<boolean> => {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    return response.status === 200;
  };

  const self: ServiceProcess = {
    name,
    service,
    url,
    grpcAddress: `127.0.0.1:${String(grpcPort)}`,
    isReady,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    launch({ crashAt } = {}) {
      const log = createWriteStream(logFile, { flags: 'a' });
      const started = spawn(process.execPath, [entry], {
        env: { PATH: process.env['PATH'] ?? '', ...env, KCN_CRASH_AT: crashAt ?? '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      started.stdout.pipe(log, { end: false });
      started.stderr.pipe(log, { end: false });
      exit = new Promise((resolve) => {
        started.once('exit', (code, signal) => {
          log.end();
          resolve({ code, signal });
        });
      });
      child = started;
    },
    async start(options = {}) {
      self.launch(options);
      const gone = exit.then(({ code, signal }) => {
        throw new Error(`${name} ended while starting (code ${String(code)}, signal ${String(signal)}), see ${logFile}`);
      });
      gone.catch(() => undefined);
      await Promise.race([gone, until(isReady, { what: `${name} to be ready`, timeoutMs: 60_000 })]);
    },
    ended: () => exit,
    kill(signal) {
      child?.kill(signal);
    },
    async destroy() {
      child?.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child?.kill('SIGTERM');
      await exit;
    },
  };
  return self;
}
