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
  /** Struck one after the other, evenly spread over the workload by acknowledged commands. */
  readonly faults: readonly Fault[];
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
}

const allCommands = (workload: Workload) => [...workload.first, ...workload.sequences.flat()];

/** Gives a seeded workload to one board while faults strike, then checks every invariant. */
export async function runUnderLoad(
  platform: Platform,
  { board, seed, projects, concurrency, faults, replay, around = (work) => work(), topicInOrder = true }: RunUnderLoadOptions,
): Promise<UnderLoadResult> {
  const client = await platform.client('registry', { subject: 'a.recorder', roles: ['recorder'] });
  const workload = generateWorkload({ seed, projects });
  const commands = allCommands(workload);
  const step = commands.length / (faults.length + 1);

  const pending = [...faults];
  let striking: Promise<void> = Promise.resolve();
  const strikeErrors: unknown[] = [];
  let struck = 0;
  const onAcknowledged = (count: number): void => {
    if (count < (struck + 1) * step || pending.length === 0) return;
    const fault = pending.shift();
    struck += 1;
    if (!fault) return;
    striking = striking
      .then(() => fault.strike(platform))
      .catch((error: unknown) => {
        strikeErrors.push(new Error(`fault "${fault.name}" failed`, { cause: error }));
      });
  };
  let log: WorkloadLog | undefined;
  await around(async () => {
    log = await runWorkload({ client, board, workload, concurrency, onAcknowledged, patienceMs: 180_000 });
    await striking;
  });
  if (!log) throw new Error('the workload was not run');
  if (strikeErrors.length > 0) throw strikeErrors[0];
  if (pending.length > 0) throw new Error(`only ${String(struck)} of ${String(faults.length)} faults were struck`);

  const wrong = [...log.unexpected];
  wrong.push(
    ...(await checkPlatform(platform, {
      board,
      acknowledgedKeys: [...log.acknowledged.keys()],
      intendedKeys: new Set(commands.map((command) => keyOf(board, command))),
      replay,
      topicInOrder,
    })),
  );
  return { log, wrong };
}
