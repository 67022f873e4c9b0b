import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { notePid } from './left-behind';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All it sees; default: what this process sees. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Both streams are appended here. */
  readonly logFile: string;
  /** Notes the process for a start after a cut-off one. */
  readonly pidFile: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that is started, ended and started again with the same command. */
export interface Child {
  readonly name: string;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  start(): Promise<void>;
  /** Resolves when the present life ends, at once when there is none. */
  ended(): Promise<Exit>;
  /** SIGTERM, and SIGKILL after `graceMs` (default 20 s). */
  stop(graceMs?: number): Promise<Exit>;
  /** SIGKILL. */
  kill(): Promise<Exit>;
  /** The last lines it printed. */
  tail(lines?: number): Promise<string>;
}

const NOT_STARTED: Exit = { code: null, signal: null };

/**
 * Each child gets a process group of its own: Ctrl-C reaches a terminal's whole group, and servers that end before the
 * services that use them make a stop look like a failure. So the one who started them ends them, in order.
 */
export function createChild({ name, command, args, env, cwd, logFile, pidFile }: ChildOptions): Child {
  let child: ChildProcess | undefined;
  let exit: Promise<Exit> = Promise.resolve(NOT_STARTED);

  const runs = (): boolean => child?.pid !== undefined && child.exitCode === null && child.signalCode === null;

  const end = async (signal: NodeJS.Signals, graceMs?: number): Promise<Exit> => {
    if (runs()) child?.kill(signal);
    const timer = graceMs === undefined ? undefined : setTimeout(() => child?.kill('SIGKILL'), graceMs);
    const result = await exit;
    clearTimeout(timer);
    await rm(pidFile, { force: true });
    return result;
  };

  return {
    name,
    pid: () => (runs() ? child?.pid : undefined),
    async start() {
      mkdirSync(dirname(logFile), { recursive: true });
      mkdirSync(dirname(pidFile), { recursive: true });
      const log = openSync(logFile, 'a');
      const started = spawn(command, args, {
        env: env ?? process.env,
        ...(cwd === undefined ? {} : { cwd }),
        stdio: ['ignore', log, log],
        detached: true,
      });
      closeSync(log);
      child = started;
      exit = new Promise((resolve) => {
        started.once('exit', (code, signal) => {
          resolve({ code, signal });
        });
        started.once('error', () => {
          resolve({ code: 127, signal: null });
        });
      });
      await new Promise<void>((resolve, reject) => {
        started.once('spawn', resolve);
        started.once('error', reject);
      });
      if (started.pid !== undefined) await notePid(pidFile, started.pid);
    },
    ended: () => exit,
    stop: (graceMs = 20_000) => end('SIGTERM', graceMs),
    kill: () => end('SIGKILL'),
    async tail(lines = 15) {
      const text = await readFile(logFile, 'utf8').catch(() => '');
      return text.trimEnd().split('\n').slice(-lines).join('\n');
    },
  };
}
