import { registryRecordWithdrawn } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { fault } from '../faults/fault-catalogue';
import { eventOf, payloadOf, recordId } from '../records/record';
import type { BoardRecord } from '../records/record';
import { judgeUnit } from './judge-unit';
import { isFoundation, referencesOf } from './references';
import type { UnitFault } from './unit-fault';
import { EMPTY_UNIT } from './unit-state';
import type { RecordState, UnitState } from './unit-state';

/** What is to become of one record of a unit. */
export type RecordChange =
  | { readonly op: 'record'; readonly record: BoardRecord }
  | { readonly op: 'withdraw'; readonly kind: RegistryKind; readonly key: string; readonly reason: string };

/** An event that the decision asks for. */
export interface UnitEvent {
  readonly type: string;
  readonly payload: Uint8Array;
  /** The payload of the version it replaces. */
  readonly before?: Uint8Array;
  readonly reason?: string;
}

export type ChangeEffect = 'added' | 'corrected' | 'withdrawn' | 'unchanged';

export interface UnitDecision {
  readonly state: UnitState;
  readonly events: readonly UnitEvent[];
  /** In the order of the changes. */
  readonly effects: readonly ChangeEffect[];
  /** Any fault refuses the whole decision. */
  readonly faults: readonly UnitFault[];
}

export interface DecideUnitOptions {
  readonly unit: string;
  /** Absent: the unit has no record yet. */
  readonly state?: UnitState | undefined;
  /** At most one per record. */
  readonly changes: readonly RecordChange[];
  /** Whether a unit of the board may be referred to. */
  readonly isKnown: (unit: string) => boolean;
  /** Only faults and effects are asked for: content that is new is not encoded, state and events are not to be used. */
  readonly judgeOnly?: true;
}

const NOT_ENCODED = new Uint8Array();

/** What would lose its ground without the unit's foundation: its own other records, and other units. */
function referrersOf(state: UnitState, records: ReadonlyMap<string, RecordState>, foundationId: string): string[] {
  const own = [...records].flatMap(([id, record]) => (record.live && id !== foundationId ? [id] : []));
  return [...own, ...(state.referrers ?? [])];
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * Decides changes of one unit's records together, for a single command as for an import: content that is there already
 * changes nothing, anything else is an event, and the whole resulting history of the unit is judged.
 */
export function decideUnit({ unit, state = EMPTY_UNIT, changes, isKnown, judgeOnly }: DecideUnitOptions): UnitDecision {
  const records = new Map(state.records);
  const events: UnitEvent[] = [];
  const changed: RecordState[] = [];
  const effects: ChangeEffect[] = [];
  const faults: UnitFault[] = [];

  for (const change of changes) {
    const id = recordId(change.op === 'record' ? change.record : change);
    const current = records.get(id);
    if (change.op === 'withdraw') {
      if (!current?.live) {
        effects.push('unchanged');
        continue;
      }
      const { kind, key, reason } = change;
      const by = isFoundation(current) ? referrersOf(state, records, id) : [];
      if (by.length > 0) faults.push({ ...fault('still_referenced', { by: by.slice(0, 5).join(', ') }), kind, key });
      const next: RecordState = { ...current, live: false };
      events.push({
        type: registryRecordWithdrawn.type,
        payload: registryRecordWithdrawn.codec.encode({ kind, key, reason }).finish(),
        before: current.payload,
        reason,
      });
      records.set(id, next);
      changed.push(next);
      effects.push('withdrawn');
      continue;
    }
    const { record } = change;
    const payload = judgeOnly && !current?.live ? NOT_ENCODED : payloadOf(record);
    if (current?.live && equalBytes(current.payload, payload)) {
      effects.push('unchanged');
      continue;
    }
    for (const reference of referencesOf(record))
      if (!isKnown(reference.unit)) faults.push({ ...reference.missing(), kind: record.kind, key: record.key });
    const next: RecordState = { ...record, live: true, payload, positions: current?.positions ?? [] };
    events.push({ type: eventOf(record.kind).type, payload, ...(current?.live ? { before: current.payload } : {}) });
    records.set(id, next);
    changed.push(next);
    effects.push(current?.live ? 'corrected' : 'added');
  }

  // What hangs on a record that is refused to go would only repeat the refusal.
  if (events.length > 0 && !faults.some(({ code }) => code === 'still_referenced'))
    faults.push(
      ...judgeUnit(
        unit,
        [...records.values()].filter((record) => record.live),
      ),
    );
  return { state: { ...state, records, changed }, events, effects, faults };
}
