import type { RecordChanged } from '../../application/record-commands';
import type { RecordVersion, RecordView } from '../../application/record-reader';
import { layoutOf, writeRecord } from '../../domain/records/layouts/layout-catalogue';
import type { RegistryKind } from '@kcn/contracts';

/** A record as clients get it; the content has the columns of its import file. */
export const toRecordJson = ({ record, version, position, recordedAt }: RecordView) => ({
  key: record.key,
  version,
  position,
  recorded_at: recordedAt.toISOString(),
  content: writeRecord(record),
});

export const toVersionJson = (kind: RegistryKind, { version, position, recordedAt, actor, cause, reason, content }: RecordVersion) => ({
  version,
  position,
  recorded_at: recordedAt.toISOString(),
  actor,
  cause,
  reason: reason ?? null,
  withdrawn: content === undefined,
  content:
    content === undefined ? null : Object.fromEntries(Object.entries(layoutOf(kind).write(content)).filter(([, cell]) => cell !== '')),
});

export const toChangedJson = ({ kind, key, effect, unit, unitVersion, position, recordedAt }: RecordChanged) => ({
  kind,
  key,
  effect,
  unit,
  unit_version: unitVersion,
  position: position ?? null,
  recorded_at: recordedAt?.toISOString() ?? null,
});
