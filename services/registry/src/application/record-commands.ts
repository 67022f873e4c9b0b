import type { RegistryKind } from '@kcn/contracts';
import { DomainError, alreadyExists, notFound, staleVersion } from '@kcn/kernel';
import type { Command, CommandGroups, CommandOutcome, DecidedEvent, Decision, JsonValue } from '@kcn/messaging';
import { createRowReader } from '@kcn/layouts';
import type { Fault } from '@kcn/layouts';
import { fault } from '../domain/faults/fault-catalogue';
import { layoutOf, readRecord } from '../domain/records/layouts/layout-catalogue';
import type { BoardRecord } from '../domain/records/record';
import { recordId, unitOf } from '../domain/records/record';
import { decideUnit } from '../domain/units/decide-unit';
import type { RecordChange } from '../domain/units/decide-unit';
import { referencesOf } from '../domain/units/references';
import { hasFoundation } from '../domain/units/unit-state';
import type { UnitState } from '../domain/units/unit-state';
import type { MonotonicNow } from './ports';

export interface RecordCommandsOptions {
  /** Commands that add or correct, many to a transaction. */
  readonly groups: CommandGroups<UnitState>;
  /** Commands that end a record: one to a transaction, with the unit's referrers loaded, because a new reference may be on its way in any group. */
  readonly withdrawals: CommandGroups<UnitState>;
  readonly monotonicNow: MonotonicNow;
  /** How long a caller waits at most. Default 8,000. */
  readonly deadlineMs?: number;
}

interface Who {
  readonly board: string;
  readonly actor: string;
  /** `http:<idempotency key>` */
  readonly cause: string;
  readonly idempotency?: { readonly key: string; readonly requestHash: string };
}

/** Cells by column, as the kind's file has them. */
export type Cells = Readonly<Record<string, string>>;

export interface RecordChanged {
  readonly kind: RegistryKind;
  readonly key: string;
  readonly effect: 'added' | 'corrected' | 'withdrawn' | 'unchanged';
  readonly unit: string;
  readonly unitVersion: number;
  readonly position?: number;
  readonly recordedAt?: Date;
  readonly replayed: boolean;
}

/** Commands on single records. All throw DomainError: invalid `record_invalid`, precondition with the first fault's code, and what group commit throws. */
export interface RecordCommands {
  /** @throws DomainError already_exists `record_exists` when it is there with other content */
  record(command: Who & { readonly kind: RegistryKind; readonly cells: Cells }): Promise<RecordChanged>;
  /** @throws DomainError not_found `record_not_found`; stale_version when the unit is not at `ifMatch` (`*`: any) */
  correct(
    command: Who & { readonly kind: RegistryKind; readonly key: string; readonly cells: Cells; readonly ifMatch: string },
  ): Promise<RecordChanged>;
  /** @throws DomainError not_found `record_not_found`; precondition `still_referenced` */
  withdraw(
    command: Who & {
      readonly kind: RegistryKind;
      readonly key: string;
      readonly unit: string;
      readonly reason: string;
      readonly ifMatch?: string;
    },
  ): Promise<RecordChanged>;
}

export const recordNotFound = (kind: RegistryKind, key: string): DomainError =>
  notFound('record_not_found', { vi: `Không có bản ghi ${kind} "${key}"`, en: `There is no record ${kind} "${key}"` });

const recordExists = (kind: RegistryKind, key: string): DomainError =>
  alreadyExists('record_exists', {
    vi: `Bản ghi ${kind} "${key}" đã có với nội dung khác`,
    en: `The record ${kind} "${key}" exists with other content`,
  });

const toDetail = ({ code, vi, en, column }: Fault) => ({
  code,
  vi,
  en,
  ...(column === undefined ? {} : { pointer: `/${column}`, column }),
});

const recordInvalid = (faults: readonly Fault[]): DomainError =>
  new DomainError({
    category: 'invalid',
    code: 'record_invalid',
    vi: `Bản ghi có ${String(faults.length)} chỗ không hợp lệ; xem errors`,
    en: `The record has ${String(faults.length)} faults; see errors`,
    details: faults.map(toDetail),
  });

/** Sound by itself, but not among the other records. */
function recordRefused(faults: readonly Fault[]): DomainError {
  const [first] = faults;
  if (!first) throw new Error('refused without a fault');
  return new DomainError({ category: 'precondition', code: first.code, vi: first.vi, en: first.en, details: faults.map(toDetail) });
}

const createReader = (kind: RegistryKind) => createRowReader(layoutOf(kind).columns, layoutOf(kind).faults);
/** One a kind: a row is read in one go, so the reader is free again when the next row comes. */
const readers = new Map<RegistryKind, ReturnType<typeof createReader>>();

function readerOf(kind: RegistryKind): ReturnType<typeof createReader> {
  let reader = readers.get(kind);
  if (!reader) readers.set(kind, (reader = createReader(kind)));
  return reader;
}

/** @throws DomainError invalid `record_invalid` */
function recordFromCells(kind: RegistryKind, cells: Cells): BoardRecord {
  const { columns } = layoutOf(kind);
  const unknown = Object.keys(cells).filter((column) => !columns.includes(column));
  const reader = readerOf(kind);
  reader.load(columns.map((column) => (Object.hasOwn(cells, column) ? (cells[column] ?? '') : '')));
  const record = readRecord(kind, reader);
  const faults = [...unknown.map((column) => fault('column_unknown', { value: column }, column)), ...reader.faults];
  if (!record || faults.length > 0) throw recordInvalid(faults);
  return record;
}

export function createRecordCommands({ groups, withdrawals, monotonicNow, deadlineMs = 8_000 }: RecordCommandsOptions): RecordCommands {
  type Check = (state: UnitState | undefined, version: number) => void;

  function toCommand(who: Who, unit: string, change: RecordChange, check: Check): Command<UnitState> {
    const references = change.op === 'record' ? referencesOf(change.record).map((reference) => reference.unit) : [];
    return {
      board: who.board,
      unit,
      refs: references,
      ...(who.idempotency ? { idempotency: who.idempotency } : {}),
      deadlineMs: monotonicNow() + deadlineMs,
      decide(state, refs, { version }): Decision<UnitState> {
        check(state, version);
        const decision = decideUnit({ unit, state, changes: [change], isKnown: (ref) => hasFoundation(refs.get(ref)) });
        if (decision.faults.length > 0) throw recordRefused(decision.faults);
        const events = decision.events.map((event): DecidedEvent => ({ ...event, actor: who.actor, cause: who.cause }));
        const response: JsonValue = { effect: decision.effects[0] ?? 'unchanged', unitVersion: version + events.length };
        return { state: decision.state, events, response };
      },
    };
  }

  const toChanged = (
    kind: RegistryKind,
    key: string,
    unit: string,
    { response, lastPosition, recordedAt, replayed }: CommandOutcome,
  ): RecordChanged => {
    const { effect, unitVersion } = response as unknown as Pick<RecordChanged, 'effect' | 'unitVersion'>;
    return {
      kind,
      key,
      unit,
      effect,
      unitVersion,
      replayed,
      ...(lastPosition === undefined ? {} : { position: lastPosition }),
      ...(recordedAt ? { recordedAt } : {}),
    };
  };

  const requireVersion = (ifMatch: string | undefined, version: number): void => {
    if (ifMatch === undefined || ifMatch === '*' || ifMatch === String(version)) return;
    throw staleVersion('stale_version', {
      vi: 'Dữ liệu đã được sửa sau khi bạn đọc; hãy đọc lại',
      en: 'It was changed after you read it; read it again',
      params: { version },
    });
  };

  return {
    async record({ kind, cells, ...who }) {
      const record = recordFromCells(kind, cells);
      const unit = unitOf(record);
      const isSame = (other: BoardRecord): boolean =>
        JSON.stringify(layoutOf(kind).write(other.content)) === JSON.stringify(layoutOf(kind).write(record.content));
      const command = toCommand(who, unit, { op: 'record', record }, (state) => {
        const there = state?.records.get(recordId(record));
        if (there?.live && !isSame(there)) throw recordExists(kind, record.key);
      });
      return toChanged(kind, record.key, unit, await groups.execute(command));
    },
    async correct({ kind, key, cells, ifMatch, ...who }) {
      const record = recordFromCells(kind, cells);
      if (record.key !== key) throw recordInvalid([fault('key_differs', { contentKey: record.key, key })]);
      const unit = unitOf(record);
      const command = toCommand(who, unit, { op: 'record', record }, (state, version) => {
        if (!state?.records.get(recordId(record))?.live) throw recordNotFound(kind, key);
        requireVersion(ifMatch, version);
      });
      return toChanged(kind, key, unit, await groups.execute(command));
    },
    async withdraw({ kind, key, unit, reason, ifMatch, ...who }) {
      const command = toCommand(who, unit, { op: 'withdraw', kind, key, reason }, (state, version) => {
        if (!state?.records.get(recordId({ kind, key }))?.live) throw recordNotFound(kind, key);
        requireVersion(ifMatch, version);
      });
      return toChanged(kind, key, unit, await withdrawals.execute(command));
    },
  };
}
