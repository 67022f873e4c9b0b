import type { CrashPoints } from '../crash-points/crash-points';
import type { LogEntry } from '../log/log-entry';
import type { Connection, Session } from '../mongo/database';
import { inTransaction } from '../transactions/in-transaction';
import type { ApplyResult, MessageOrigin } from './applier-types';
import type { DeadLetters } from './dead-letter-store';
import type { InboxStore } from './inbox-store';
import { groupBy } from './group-by';
import { planBatch } from './plan-batch';
import type { AggregateState, KeptEvent } from './plan-batch';
import type { Projection } from './projection';

export interface BatchParts {
  readonly connection: Connection;
  readonly inboxes: InboxStore;
  readonly deadLetters: DeadLetters;
  readonly projection: Projection;
  readonly crashPoints: CrashPoints;
}

/** One attempt at a batch of one board. */
export interface Batch {
  readonly board: string;
  readonly scope: string;
  readonly inbox: string;
  readonly events: readonly LogEntry[];
  /** Errors of events that fail for good, by position; filled in by the caller and by checks of kept events. */
  readonly failures: Map<number, unknown>;
  /** Positions whose effect is known to be there already, so that the projection is not given them. */
  readonly done: ReadonlySet<number>;
  readonly originOf: (event: LogEntry) => MessageOrigin | undefined;
  /** Takes no kept events along, so that a failure can only be that of `events`. */
  readonly alone: boolean;
  readonly replay: boolean;
}

export interface BatchResult extends ApplyResult {
  /** Aggregates of an `alone` batch behind which parked events may now have their turn. */
  readonly heldAggregates: readonly string[];
}

/** Records what `check` has against an event; true when it may go on. */
export function passesCheck(projection: Projection, event: LogEntry, failures: Map<number, unknown>): boolean {
  if (!projection.check) return true;
  try {
    projection.check(event);
    return true;
  } catch (error) {
    failures.set(event.position, error);
    return false;
  }
}

/** Effect, inbox, aggregate versions, parked events and dead letters of a batch in one transaction. */
export function applyBatch(parts: BatchParts, batch: Batch): Promise<BatchResult> {
  return inTransaction(parts.connection, (session) => applyInSession(parts, batch, session));
}

const NOTHING_KEPT: ReadonlyMap<string, readonly KeptEvent[]> = new Map();

async function applyInSession(parts: BatchParts, batch: Batch, session: Session): Promise<BatchResult> {
  const { inboxes, deadLetters, projection, crashPoints } = parts;
  const { board, scope, inbox, failures, done, originOf } = batch;
  const loaded = await inboxes.load(inbox, session);
  const fresh = batch.events.filter((event) => !loaded.positions.has(event.position));
  const duplicates = batch.events.length - fresh.length;
  if (fresh.length === 0) return { applied: 0, duplicates, parked: 0, deadLettered: 0, heldAggregates: [] };

  const states = await inboxes.loadStates(session, inbox, [...new Set(fresh.map((event) => event.aggregate))]);
  const kept = await loadKept(parts, batch, session, states);
  const plan = planBatch({ events: fresh, positions: loaded.positions, states, kept, failures, replay: batch.replay, alone: batch.alone });

  // First, so that a competing writer of the same inbox is noticed before the projection has worked in vain.
  await inboxes.save(session, inbox, loaded);
  const effects = done.size === 0 ? plan.apply : plan.apply.filter((event) => !done.has(event.position));
  if (effects.length > 0) await projection.apply(session, board, scope, effects);
  await inboxes.saveStates(
    session,
    inbox,
    [...plan.states].map(([aggregate, after]) => ({ aggregate, before: states.get(aggregate), after })),
  );
  await inboxes.park(session, inbox, plan.park);
  await deadLetters.add(
    session,
    inbox,
    plan.deadLetter.map((entry) => ({ entry, error: failures.get(entry.position), origin: originOf(entry) })),
  );
  const released = groupBy(plan.release, (one) => (one.deadLetter ? 'dead-letter' : 'parked'));
  const unparked = (released.get('parked') ?? []).map((one) => one.entry);
  // Kept events were not looked at for an event alone, which may itself have been parked.
  const parkedNow = new Set(plan.park);
  const unparkable = batch.alone ? fresh.filter((event) => !parkedNow.has(event)) : unparked;
  if (batch.alone || unparkable.length > 0)
    await inboxes.unpark(
      session,
      inbox,
      unparkable.map((entry) => entry.position),
    );
  await deadLetters.close(
    session,
    inbox,
    (released.get('dead-letter') ?? []).map((one) => one.entry.position),
  );
  await crashPoints.reach('consumer-before-commit');
  return {
    applied: plan.apply.length,
    duplicates: duplicates + plan.duplicates,
    parked: plan.park.length,
    deadLettered: plan.deadLetter.length,
    heldAggregates: batch.alone ? [...plan.states].flatMap(([aggregate, state]) => (state.held && !state.blocked ? [aggregate] : [])) : [],
  };
}

async function loadKept(
  { inboxes, deadLetters, projection }: BatchParts,
  { inbox, failures, alone, replay }: Batch,
  session: Session,
  states: ReadonlyMap<string, AggregateState>,
): Promise<ReadonlyMap<string, readonly KeptEvent[]>> {
  const held = [...states].filter(([, state]) => state.held);
  if (held.length === 0) return NOTHING_KEPT;
  // Behind a dead letter nothing moves, so only the dead letter itself has to be recognised there.
  const blocked = held.flatMap(([aggregate, state]) => (state.blocked ? [aggregate] : []));
  const waiting = held.flatMap(([aggregate, state]) => (!alone && (replay || !state.blocked) ? [aggregate] : []));
  const letters = blocked.length > 0 ? await deadLetters.load(session, inbox, blocked) : [];
  const parked = waiting.length > 0 ? await inboxes.loadParked(session, inbox, waiting) : [];
  // Dead letters are checked by the caller, which may have a better copy of them.
  for (const { entry } of parked) passesCheck(projection, entry, failures);
  return groupBy([...parked, ...letters], (one) => one.entry.aggregate);
}
