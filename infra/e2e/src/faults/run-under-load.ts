import { setTimeout as pause } from 'node:timers/promises';
import type { Measure } from '../measure/measure';
import { watchBoard } from '../measure/timeline';
import type { Platform } from '../platform/platform';
import { checkPlatform } from '../invariants/check-platform';
import { generateWorkload } from '../workload/generate';
import type { Workload } from '../workload/generate';
import { keyOf, runWorkload } from '../workload/run-workload';
import type { WorkloadLog } from '../workload/run-workload';
import type { Fault } from './fault';

export interface RunUnderLoadOptions {
  readonly board: string;
  readonly seed: number;
  readonly projects: number;
  readonly concurrency: number;
  /** Commands arrive at this pace; default as fast as they are answered. */
  readonly commandsPerSecond?: number;
  /** Struck one after the other, evenly spread over the first `spread` of the workload by acknowledged commands. */
  readonly faults: readonly Fault[];
  /** Default 1, the whole of it. */
  readonly spread?: number;
  readonly replay: boolean;
  /** Runs the load within something, for example while reporting is away. */
  readonly around?: (work: () => Promise<void>) => Promise<void>;
  /** False when the topic itself was tampered with. Default true. */
  readonly topicInOrder?: boolean;
}

export interface UnderLoadResult {
  readonly log: WorkloadLog;
  /** What is wrong; empty when every invariant holds. */
  readonly wrong: readonly string[];
  /** What the faults measured. */
  readonly measures: readonly Measure[];
  /** Messages of the board that are on the topic once more. */
  readonly duplicates: number;
}

const KEEP_STEP_EVERY_MS = 20;

const allCommands = (workload: Workload) => [...workload.first, ...workload.sequences.flat()];

/** Gives a seeded workload to one board while faults strike, then checks every invariant. */
export async function runUnderLoad(platform: Platform, options: RunUnderLoadOptions): Promise<UnderLoadResult> {
  const { board, seed, projects, concurrency, commandsPerSecond, faults, spread = 1, replay } = options;
  const { around = (work: () => Promise<void>) => work(), topicInOrder = true } = options;
  const client = await platform.client('registry', { subject: 'a.recorder', roles: ['recorder'] });
  const workload = generateWorkload({ seed, projects });
  const commands = allCommands(workload);
  const step = (commands.length * spread) / (faults.length + 1);

  const pending = [...faults];
  let striking: Promise<void> = Promise.resolve();
  const strikeErrors: unknown[] = [];
  const measures: Measure[] = [];
  const timeline = watchBoard(platform, board);
  let struck = 0;
  let over = 0;
  /**
   * A load without a pace does not outrun its faults on a slow machine: where the next one is due, it waits for the one that
   * strikes. What strikes has the load between the two to strike in.
   */
  const keepStep = async (): Promise<void> => {
    while (struck - over > 1) await pause(KEEP_STEP_EVERY_MS);
  };
  const onAcknowledged = (count: number): void => {
    if (count < (struck + 1) * step || pending.length === 0) return;
    const fault = pending.shift();
    struck += 1;
    if (!fault) return;
    striking = striking
      .then(async () => {
        measures.push(...(await fault.strike(platform, { board, timeline })));
      })
      .catch((error: unknown) => {
        strikeErrors.push(new Error(`fault "${fault.name}" failed`, { cause: error }));
      })
      .finally(() => {
        over += 1;
      });
  };
  let log: WorkloadLog | undefined;
  try {
    await around(async () => {
      log = await runWorkload({
        client,
        board,
        workload,
        concurrency,
        ...(commandsPerSecond === undefined ? { mayGoOn: keepStep } : { commandsPerSecond }),
        onAcknowledged,
        patienceMs: 180_000,
      });
      await striking;
    });
  } finally {
    await timeline.stop();
  }
  if (!log) throw new Error('the workload was not run');
  if (strikeErrors.length > 0) throw strikeErrors[0];
  if (pending.length > 0) throw new Error(`only ${String(struck)} of ${String(faults.length)} faults were struck`);

  const { faults: broken, duplicates } = await checkPlatform(platform, {
    board,
    acknowledgedKeys: [...log.acknowledged.keys()],
    intendedKeys: new Set(commands.map((command) => keyOf(board, command))),
    replay,
    topicInOrder,
  });
  return { log, wrong: [...log.unexpected, ...broken], measures, duplicates };
}
