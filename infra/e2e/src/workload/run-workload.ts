import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../platform/api-client';
import type { RecordCommand, Workload } from './generate';

/** What the client saw; a command whose answer was lost is repeated under its key until it is acknowledged. */
export interface WorkloadLog {
  readonly acknowledged: Map<string, RecordCommand>;
  /** Attempts nobody answered. */
  unknown: number;
  /** 503 answers. */
  unavailable: number;
  /** Answers that a valid command must never get. */
  readonly unexpected: string[];
  /** Latencies of acknowledged attempts, ms. */
  readonly latenciesMs: number[];
}

export interface RunWorkloadOptions {
  readonly client: ApiClient;
  readonly board: string;
  readonly workload: Workload;
  readonly concurrency: number;
  /** Commands arrive at this pace instead of as fast as they are answered. */
  readonly commandsPerSecond?: number;
  /** Waited for before each command. */
  readonly mayGoOn?: () => Promise<void>;
  /** Called after each acknowledgement with the number so far; faults hook in here instead of waiting for a time. */
  readonly onAcknowledged?: (count: number) => void;
  /** Longest time one command is repeated. */
  readonly patienceMs: number;
}

/** A pace that is late by less makes up for it; more is an outage. */
const LATE_MS = 250;

export function keyOf(board: string, command: RecordCommand): string {
  return `${board}-${command.id}`;
}

export async function runWorkload({
  client,
  board,
  workload,
  concurrency,
  commandsPerSecond,
  mayGoOn,
  onAcknowledged,
  patienceMs,
}: RunWorkloadOptions): Promise<WorkloadLog> {
  const log: WorkloadLog = { acknowledged: new Map(), unknown: 0, unavailable: 0, unexpected: [], latenciesMs: [] };

  const give = async (command: RecordCommand): Promise<void> => {
    const deadline = performance.now() + patienceMs;
    const key = keyOf(board, command);
    for (;;) {
      const sentAt = performance.now();
      const outcome = await client.send('POST', `/v1/boards/${board}/records/${command.kind}`, command.row, { key });
      if (outcome.kind === 'answered' && outcome.answer.status === 201) {
        log.latenciesMs.push(performance.now() - sentAt);
        log.acknowledged.set(key, command);
        onAcknowledged?.(log.acknowledged.size);
        return;
      }
      if (outcome.kind === 'unknown') log.unknown += 1;
      else if (outcome.answer.status === 503) log.unavailable += 1;
      else {
        log.unexpected.push(`${key}: ${String(outcome.answer.status)} ${outcome.answer.text.slice(0, 300)}`);
        return;
      }
      if (performance.now() > deadline) throw new Error(`${key} was not acknowledged within ${String(patienceMs)} ms`);
      await pause(50);
    }
  };

  for (const command of workload.first) await give(command);
  const inTurn = createPace(commandsPerSecond);
  const queue = workload.sequences.values();
  const lane = async (): Promise<void> => {
    for (const sequence of queue) {
      for (const command of sequence) {
        await inTurn();
        await mayGoOn?.();
        await give(command);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return log;
}

/** Resolves at even intervals, one caller after the other; turns that were missed while all waited are not made up for. */
function createPace(perSecond: number | undefined): () => Promise<void> {
  if (perSecond === undefined) return () => Promise.resolve();
  const intervalMs = 1_000 / perSecond;
  let next = performance.now();
  return async () => {
    const now = performance.now();
    next = Math.max(next + intervalMs, now - LATE_MS);
    if (next > now) await pause(next - now);
  };
}
