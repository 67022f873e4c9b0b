import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';

/** The built one, also when a spec runs from the sources. */
const PROGRAM = join(REPOSITORY, 'infra/e2e/dist/measure/bare-consumer.main.js');

/** A consumer without anything of ours, to be killed and started again beside one of ours: what it needs nobody can do without. */
export interface BareConsumer {
  kill(): void;
  /** Starts it again. @returns ms until its first message */
  restart(): Promise<number>;
}

/** Resolves once it has consumed. */
export async function startBareConsumer(brokers: readonly string[], topic: string): Promise<BareConsumer> {
  const group = `bare-${randomUUID()}`;
  let child: ChildProcess | undefined;

  async function untilConsumed(): Promise<number> {
    const startedAt = performance.now();
    const started = spawn(process.execPath, [PROGRAM, brokers.join(), topic, group], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = started;
    await once(createInterface(started.stdout), 'line');
    return performance.now() - startedAt;
  }

  await untilConsumed();
  return {
    kill: () => {
      child?.kill('SIGKILL');
    },
    restart: untilConsumed,
  };
}
