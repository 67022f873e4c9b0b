import { loseRedis } from '../faults/kills';
import type { Platform } from '../platform/platform';
import type { FeeBoard } from './fee-board';

/** Something bad that happens in the middle of a billing run. */
export interface RunFault {
  readonly name: string;
  /** Before the run is approved. @returns once the run may be approved */
  readonly arm?: (platform: Platform) => Promise<void>;
  /** While the run is being issued; brings back what it killed. @returns what is wrong */
  strike(platform: Platform, fees: FeeBoard): Promise<string[]>;
}

const TAKEN_OVER_WITHIN_MS = 8_000;
/** A machine that does other things as well may take so much longer and prove nothing by it. */
const SLACK = 3;

const kill: RunFault = {
  name: 'each process killed in turn',
  async strike(platform) {
    for (const process of platform.processesOf('fees')) {
      await process.destroy();
      await process.start();
    }
    return [];
  },
};

/** Whichever of the processes does the work: each is stopped in its tracks until the run has gone on without it. */
const freeze: RunFault = {
  name: 'each process frozen until the other has taken over',
  async strike(platform, fees) {
    const wrong: string[] = [];
    for (const process of platform.processesOf('fees')) {
      process.kill('SIGSTOP');
      try {
        const { issued: before } = await fees.progress();
        const frozenAt = performance.now();
        // What was being committed may still come in; one more chunk is somebody else's.
        const { issued: first } = await fees.waitFor('to go on', ({ issued, state }) => issued > before || state === 'issued');
        await fees.waitFor('to go on without it', ({ issued, state }) => issued > first || state === 'issued');
        const tookMs = performance.now() - frozenAt;
        console.log(`    ${process.name} frozen: gone on after ${tookMs.toFixed(0)} ms (demand ${String(TAKEN_OVER_WITHIN_MS)} ms)`);
        if (tookMs > TAKEN_OVER_WITHIN_MS * SLACK) wrong.push(`${process.name} frozen: taken over after ${tookMs.toFixed(0)} ms`);
      } finally {
        process.kill('SIGCONT');
      }
    }
    return wrong;
  },
};

const redis: RunFault = {
  name: 'Redis killed and its memory lost',
  async strike(platform) {
    await loseRedis(platform);
    return [];
  },
};

const mongo: RunFault = {
  name: 'MongoDB killed',
  async strike({ servers }) {
    await servers.mongo.kill();
    await servers.mongo.restart();
    return [];
  },
};

/** One process alone, which dies by itself at a point of its second chunk. */
const crash = (point: string): RunFault => ({
  name: `the only process dies at ${point}`,
  async arm(platform) {
    const [victim, ...others] = platform.processesOf('fees');
    for (const other of others) await other.stop();
    await victim.stop();
    victim.launch({ crashAt: `${point}:2` });
  },
  async strike(platform) {
    const [victim, ...others] = platform.processesOf('fees');
    const { signal } = await victim.ended();
    for (const process of [victim, ...others]) await process.start();
    return signal === 'SIGKILL' ? [] : [`${victim.name} should have died at ${point}, it ended with ${String(signal)}`];
  },
});

export const RUN_FAULTS: readonly RunFault[] = [
  kill,
  freeze,
  redis,
  mongo,
  crash('run-before-chunk-commit'),
  crash('run-after-chunk-commit'),
];
