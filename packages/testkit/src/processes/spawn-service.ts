import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface SpawnedService {
  readonly pid: number;
  /** Everything printed so far, both streams. */
  output(): string;
  /** The first line, from the beginning, that matches. @throws Error when the process ends first or the time is over */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Sends a signal (default SIGKILL) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts `node <entry>` as a process of its own, for tests that kill it. It sees PATH and the given environment, nothing
 * else of the test's; end it in afterEach, jest does not.
 */
export async function spawnService(entry: string, env: Readonly<Record<string, string>> = {}): Promise<SpawnedService> {
  const child = spawn(process.execPath, ['--enable-source-maps', entry], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const output = (): string => lines.join('\n');

  return {
    pid: child.pid ?? -1,
    output,
    ended,
    waitForLine: (pattern, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void): void => {
          listeners.delete(look);
          clearTimeout(timer);
          act();
        };
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line));
          if (found !== undefined)
            finish(() => {
              resolve(found);
            });
        };
        const giveUp = (why: string) => (): void => {
          finish(() => {
            reject(new Error(`no line matches ${String(pattern)}: ${why}\n${output()}`));
          });
        };
        const timer = setTimeout(giveUp(`not within ${String(timeoutMs)} ms`), timeoutMs);
        listeners.add(look);
        look();
        void ended.then(({ code, signal }) => {
          look();
          giveUp(`it ended with ${signal ?? String(code)}`)();
        });
      }),
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
