import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  /** For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The child is up once it prints a line that this matches, on either stream; without it as soon as it is spawned. */
  readonly readyLine?: RegExp;
  readonly readyTimeoutMs?: number;
}

export interface RunningChild {
  readonly pid: number;
  /** Exit code, null after a signal. */
  readonly exited: Promise<number | null>;
  /** The last lines it printed. */
  tail(): string;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
  /** The first line printed from now on that matches. @throws Error when the child ends or the time is over */
  waitForLine(pattern: RegExp, timeoutMs: number): Promise<string>;
}

const KEPT_LINES = 60;
const DEFAULT_GRACE_MS = 15_000;

const running = new Set<RunningChild>();

/** Ends whatever the bench has started and not stopped yet, for a run that is cut off. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.stop(2_000)));
}

/** Starts a process of the bench and waits until it is up. */
export async function startChild(options: ChildOptions): Promise<RunningChild> {
  const child: ChildProcess = spawn(options.command, options.args, {
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      resolve(code);
    });
    child.once('error', (error) => {
      lines.push(String(error));
      resolve(-1);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      for (const listener of listeners) listener(line);
    });
  }
  const tail = (): string => lines.slice(-KEPT_LINES).join('\n');

  const waitForLine = (pattern: RegExp, timeoutMs: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const done = (act: () => void): void => {
        listeners.delete(listener);
        clearTimeout(timer);
        act();
      };
      const listener = (line: string): void => {
        if (pattern.test(line))
          done(() => {
            resolve(line);
          });
      };
      const timer = setTimeout(() => {
        done(() => {
          reject(new Error(`${options.name} did not print ${String(pattern)} within ${timeoutMs.toString()} ms:\n${tail()}`));
        });
      }, timeoutMs);
      listeners.add(listener);
      void exited.then((code) => {
        done(() => {
          reject(new Error(`${options.name} ended with ${String(code)}:\n${tail()}`));
        });
      });
    });

  const started: RunningChild = {
    pid: child.pid ?? -1,
    exited,
    tail,
    waitForLine,
    async stop(graceMs = DEFAULT_GRACE_MS) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
  running.add(started);
  void exited.then(() => running.delete(started));
  if (options.readyLine) {
    try {
      await waitForLine(options.readyLine, options.readyTimeoutMs ?? 30_000);
    } catch (error) {
      await started.stop(1_000);
      throw error;
    }
  }
  return started;
}
