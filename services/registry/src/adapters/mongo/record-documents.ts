import { registryRecordWithdrawn } from '@kcn/contracts';
import type { RegistryKind } from '@kcn/contracts';
import { mongo } from 'mongoose';
import { contentFromPayload } from '../../domain/records/record';
import { referencesOf } from '../../domain/units/references';
import type { RecordState } from '../../domain/units/unit-state';

/**
 * `records`: the last version of each record; earlier ones stay in the event log at `positions`. The _id sorts by board,
 * kind and key, so that a kind is listed without a further index. The unit's version is the largest of its records'.
 */
export interface RecordDocument {
  /** `hung-yen|projects|0123456789` */
  readonly _id: string;
  readonly board: string;
  /** `project:0123456789` */
  readonly unit: string;
  readonly live: boolean;
  /** The protobuf message of the kind's event. */
  readonly content: mongo.Binary;
  readonly positions: readonly number[];
  /** Version of the unit that this record's last version made. */
  readonly unitVersion: number;
  readonly recordedAt: Date;
  /** Other units that it refers to; absent when there are none. */
  readonly refs?: readonly string[];
}

export const RECORDS = 'records';

export const recordDocumentId = (board: string, kind: RegistryKind, key: string): string => `${board}|${kind}|${key}`;

export function kindAndKeyOf({ _id, board }: Pick<RecordDocument, '_id' | 'board'>): { readonly kind: RegistryKind; readonly key: string } {
  const end = _id.indexOf('|', board.length + 1);
  return { kind: _id.slice(board.length + 1, end) as RegistryKind, key: _id.slice(end + 1) };
}

export const bytesOf = (binary: mongo.Binary): Uint8Array => binary.buffer.subarray(0, binary.position);

export function stateFromDocument(document: RecordDocument): RecordState {
  const { kind, key } = kindAndKeyOf(document);
  const payload = bytesOf(document.content);
  return {
    kind,
    key,
    content: contentFromPayload(kind, payload),
    live: document.live,
    payload,
    positions: document.positions,
  } as RecordState;
}

export interface WrittenVersion {
  readonly board: string;
  readonly unit: string;
  readonly position: number;
  readonly unitVersion: number;
  readonly recordedAt: Date;
}

export function toDocument(record: RecordState, { board, unit, position, unitVersion, recordedAt }: WrittenVersion): RecordDocument {
  const references = referencesOf(record);
  return {
    _id: recordDocumentId(board, record.kind, record.key),
    board,
    unit,
    live: record.live,
    content: new mongo.Binary(record.payload),
    positions: record.positions.length === 0 ? [position] : [...record.positions, position],
    unitVersion,
    recordedAt,
    ...(references.length > 0 ? { refs: references.map((reference) => reference.unit) } : {}),
  };
}

/** What a log entry made of a record: its content from then on, or its end. */
export function versionFromPayload(
  kind: RegistryKind,
  type: string,
  payload: Uint8Array,
): { readonly withdrawn: true; readonly reason: string } | { readonly withdrawn: false; readonly content: unknown } {
  if (type === registryRecordWithdrawn.type) return { withdrawn: true, reason: registryRecordWithdrawn.codec.decode(payload).reason };
  return { withdrawn: false, content: contentFromPayload(kind, payload) };
}
