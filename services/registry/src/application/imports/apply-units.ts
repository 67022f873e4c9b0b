import { DomainError } from '@kcn/kernel';
import type { AppendResult, EventLog, NewEvent, Session } from '@kcn/messaging';
import type { ErrorDetail } from '@kcn/kernel';
import { decideUnit } from '../../domain/units/decide-unit';
import { isFoundation, referencesOf } from '../../domain/units/references';
import type { UnitState } from '../../domain/units/unit-state';
import type { RegistryUnits } from '../ports';
import { toChange } from './judge-import';
import type { UnitPlan } from './judge-import';

export interface ApplyUnitsOptions {
  readonly session: Session;
  readonly board: string;
  readonly plans: readonly UnitPlan[];
  readonly units: RegistryUnits;
  readonly log: EventLog;
  readonly actor: string;
  /** `import:<id>` */
  readonly cause: string;
  /** Work for the time in which the database works. */
  readonly whileWaiting?: (() => void) | undefined;
}

/** The import was judged sound, but something it builds on has been changed since by another command. */
const overtaken = (details: readonly ErrorDetail[]): DomainError =>
  new DomainError({
    category: 'precondition',
    code: 'import_overtaken',
    vi: 'Dữ liệu đã bị lệnh khác sửa trong khi đang nhập; hãy kiểm tra rồi nhập lại',
    en: 'Another command changed the data during the import; check and import again',
    details,
  });

/** Undefined when nothing had to be written. */
export type Applied = { readonly appended: AppendResult; readonly records: number } | undefined;

/** Decides the units anew within the transaction and writes events and records. Units already as they should be cost a read. */
export async function applyUnits({ session, board, plans, units, log, actor, cause, whileWaiting }: ApplyUnitsOptions): Promise<Applied> {
  const loaded = await units.load(
    session,
    board,
    plans.map((plan) => plan.unit),
  );
  const isKnown = await findKnown({ session, board, plans, units });
  const events: NewEvent[] = [];
  const decided: { readonly unit: string; readonly state: UnitState; readonly firstVersion: number; readonly firstEvent: number }[] = [];
  for (const { unit, rows } of plans) {
    const before = loaded.get(unit);
    const decision = decideUnit({ unit, state: before?.state, changes: rows.map(toChange), isKnown });
    if (decision.faults.length > 0) throw overtaken(decision.faults.slice(0, 20).map(({ code, vi, en }) => ({ code, vi, en })));
    if (decision.events.length === 0) continue;
    const firstVersion = (before?.version ?? 0) + 1;
    decided.push({ unit, state: decision.state, firstVersion, firstEvent: events.length });
    decision.events.forEach((event, index) =>
      events.push({ ...event, aggregate: unit, aggregateVersion: firstVersion + index, actor, cause }),
    );
  }
  if (events.length === 0) return undefined;
  const appended = await log.append(session, board, events);
  await units.write(
    session,
    board,
    decided.map(({ firstEvent, ...unit }) => ({
      ...unit,
      firstPosition: appended.firstPosition + firstEvent,
      recordedAt: appended.recordedAt,
    })),
    whileWaiting,
  );
  return { appended, records: events.length };
}

async function findKnown({
  session,
  board,
  plans,
  units,
}: Pick<ApplyUnitsOptions, 'session' | 'board' | 'plans' | 'units'>): Promise<(unit: string) => boolean> {
  const known = new Set<string>();
  const wanted = new Set<string>();
  for (const { unit, rows } of plans) if (rows.some(isFoundation)) known.add(unit);
  for (const { rows } of plans)
    for (const row of rows) for (const reference of referencesOf(row)) if (!known.has(reference.unit)) wanted.add(reference.unit);
  for (const unit of await units.findFoundations(session, board, [...wanted])) known.add(unit);
  return (unit) => known.has(unit);
}
