import { setTimeout as delay } from 'node:timers/promises';
import { categoryOf, transportTable } from '@kcn/kernel';
import type { LogEntry } from '../log/log-entry';
import { inTransaction } from '../transactions/in-transaction';
import { applyBatch } from './apply-batch';
import type { Batch, BatchParts } from './apply-batch';
import { groupBy } from './group-by';
import type { ApplyResult } from './applier-types';

export interface IsolatingBatch extends Batch {
  readonly done: Set<number>;
  /** How often a failure that may pass (not_found, stale_version) is tried on the whole batch. */
  readonly maxAttempts: number;
}

const RETRY_PAUSE_MS = 50;
const NOTHING: ApplyResult = { applied: 0, duplicates: 0, parked: 0, deadLettered: 0 };

const sum = (a: ApplyResult, b: ApplyResult): ApplyResult => ({
  applied: a.applied + b.applied,
  duplicates: a.duplicates + b.duplicates,
  parked: a.parked + b.parked,
  deadLettered: a.deadLettered + b.deadLettered,
});

/**
 * Applies a batch; when it fails for good, narrows the failure down to the aggregate and then to the event, dead-letters
 * that one and applies all the others. An event is tried at most `maxAttempts` + 3 times: in the whole, in one of √n parts,
 * in its aggregate, alone.
 * @throws DomainError unavailable, when the database or something the projection needs is away
 */
export async function applyIsolating(parts: BatchParts, batch: IsolatingBatch): Promise<ApplyResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await applyBatch(parts, batch);
      return batch.alone ? sum(result, await releaseBehind(parts, batch, result.heldAggregates)) : result;
    } catch (error) {
      const category = categoryOf(error);
      if (category === 'unavailable') throw error;
      const action = transportTable[category].consumer;
      if (action === 'retry' && attempt < batch.maxAttempts) {
        await delay(RETRY_PAUSE_MS * attempt);
        continue;
      }
      return narrowDown(parts, { ...batch, maxAttempts: 1 }, error, action === 'done');
    }
  }
}

async function narrowDown(parts: BatchParts, batch: IsolatingBatch, error: unknown, isDone: boolean): Promise<ApplyResult> {
  const aggregates = [...groupBy(batch.events, (event) => event.aggregate).values()];
  const [first] = batch.events;
  if (aggregates.length === 1 && batch.events.length === 1 && first && batch.alone) {
    if (isDone) batch.done.add(first.position);
    else batch.failures.set(first.position, error);
    const result = await applyBatch(parts, batch);
    return sum(result, await releaseBehind(parts, batch, result.heldAggregates));
  }
  let total = NOTHING;
  const alone = aggregates.length === 1;
  for (const events of alone ? oneByOne(batch.events) : inParts(aggregates)) {
    total = sum(total, await applyIsolating(parts, { ...batch, events, alone }));
  }
  return total;
}

const oneByOne = (events: readonly LogEntry[]): LogEntry[][] =>
  [...events].sort((a, b) => a.aggregateVersion - b.aggregateVersion).map((event) => [event]);

function inParts(aggregates: readonly (readonly LogEntry[])[]): LogEntry[][] {
  const size = Math.ceil(aggregates.length / Math.ceil(Math.sqrt(aggregates.length)));
  const parts: LogEntry[][] = [];
  for (let start = 0; start < aggregates.length; start += size) parts.push(aggregates.slice(start, start + size).flat());
  return parts;
}

/** After an event went through alone: the parked ones whose turn has come. */
async function releaseBehind(parts: BatchParts, batch: IsolatingBatch, aggregates: readonly string[]): Promise<ApplyResult> {
  let total = NOTHING;
  for (const aggregate of aggregates) {
    const next = await findNextParked(parts, batch.inbox, aggregate);
    if (next) total = sum(total, await applyIsolating(parts, { ...batch, events: [next], alone: false }));
  }
  return total;
}

async function findNextParked({ connection, inboxes }: BatchParts, inbox: string, aggregate: string): Promise<LogEntry | undefined> {
  return inTransaction(connection, async (session) => {
    const version = (await inboxes.loadStates(session, inbox, [aggregate])).get(aggregate)?.version ?? 0;
    const parked = await inboxes.loadParked(session, inbox, [aggregate]);
    return parked.map((one) => one.entry).find((entry) => entry.aggregateVersion === version + 1);
  });
}
