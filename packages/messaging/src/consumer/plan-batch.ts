import type { LogEntry } from '../log/log-entry';
import type { PositionSet } from './position-set';

/** What an inbox knows of one aggregate. */
export interface AggregateState {
  /** Last version that has had its effect, 0 for none. */
  readonly version: number;
  /** Events of the aggregate are parked or dead-lettered. */
  readonly held: boolean;
  /** A dead letter stands; nothing may pass until it is replayed. */
  readonly blocked: boolean;
}

/** An event kept aside earlier: parked, or, in a replay, dead-lettered. */
export interface KeptEvent {
  readonly entry: LogEntry;
  readonly deadLetter: boolean;
}

export interface BatchInput {
  readonly events: readonly LogEntry[];
  /** Positions that have had their effect; the plan adds those that will. */
  readonly positions: PositionSet;
  /** Of every aggregate in `events`; absent when nothing is known. */
  readonly states: ReadonlyMap<string, AggregateState>;
  /** Kept events of held aggregates: of a blocked one its dead letters, else all that is parked. */
  readonly kept: ReadonlyMap<string, readonly KeptEvent[]>;
  /** Positions of events that are known to fail for good. */
  readonly failures: ReadonlyMap<number, unknown>;
  /** Tries dead letters again instead of letting them block. */
  readonly replay: boolean;
  /** Parked events were not looked at, so an aggregate that holds any goes on holding them. */
  readonly alone: boolean;
}

export interface BatchPlan {
  /** To be given to the projection, by position. */
  readonly apply: LogEntry[];
  readonly park: LogEntry[];
  readonly deadLetter: LogEntry[];
  /** Kept events that are now applied or turned out to be duplicates. */
  readonly release: KeptEvent[];
  readonly states: Map<string, AggregateState>;
  readonly duplicates: number;
}

/**
 * Decides what becomes of a batch: duplicates are dropped; of each aggregate the next version is applied, an early one is
 * parked, one that fails is dead-lettered and everything behind it is parked; what was parked earlier comes along as soon
 * as its turn has come.
 */
export function planBatch(input: BatchInput): BatchPlan {
  const { events, positions } = input;
  const plan: OpenPlan = { apply: [], park: [], deadLetter: [], release: [], states: new Map(), duplicates: 0 };
  const byAggregate = new Map<string, LogEntry[]>();
  const seen = new Set<number>();
  for (const event of events) {
    if (positions.has(event.position) || seen.has(event.position)) {
      plan.duplicates += 1;
      continue;
    }
    seen.add(event.position);
    const list = byAggregate.get(event.aggregate);
    if (list) list.push(event);
    else byAggregate.set(event.aggregate, [event]);
  }
  for (const [aggregate, fresh] of byAggregate) {
    planAggregate(plan, aggregate, fresh, input);
  }
  plan.apply.sort((a, b) => a.position - b.position);
  return plan;
}

type OpenPlan = { -readonly [K in keyof BatchPlan]: BatchPlan[K] };

function planAggregate(
  plan: OpenPlan,
  aggregate: string,
  fresh: readonly LogEntry[],
  { states, kept, positions, failures, replay, alone }: BatchInput,
): void {
  const state = states.get(aggregate);
  const keptEvents = kept.get(aggregate);
  const keptByPosition = new Map(keptEvents?.map((one) => [one.entry.position, one]));
  const candidates = [...fresh];
  if (keptEvents) {
    const given = new Set(fresh.map((event) => event.position));
    for (const { entry } of keptEvents) if (!given.has(entry.position)) candidates.push(entry);
    plan.duplicates += fresh.length + keptByPosition.size - candidates.length;
  }
  if (candidates.length > 1) candidates.sort((a, b) => a.aggregateVersion - b.aggregateVersion);

  let version = state?.version ?? 0;
  let blocked = !replay && (state?.blocked ?? false);
  let waiting = 0;
  for (const event of candidates) {
    const keptEvent = keptByPosition.get(event.position);
    if (keptEvent?.deadLetter && !replay) {
      waiting += 1;
      blocked = true;
      continue;
    }
    const stale = event.aggregateVersion <= version;
    const next = !blocked && event.aggregateVersion === version + 1;
    if (stale || (next && !failures.has(event.position))) {
      // A stale version has had its effect under another position; its position counts as settled all the same.
      if (stale) plan.duplicates += 1;
      else plan.apply.push(event);
      version = Math.max(version, event.aggregateVersion);
      positions.add(event.position);
      if (keptEvent) plan.release.push(keptEvent);
      continue;
    }
    waiting += 1;
    if (next) {
      plan.deadLetter.push(event);
      if (keptEvent && !keptEvent.deadLetter) plan.release.push(keptEvent);
      blocked = true;
    } else if (keptEvent?.deadLetter) {
      blocked = true;
    } else if (!keptEvent) {
      plan.park.push(event);
    }
  }
  const held = waiting > 0 || blocked || (alone && (state?.held ?? false));
  plan.states.set(aggregate, { version, held, blocked });
}
