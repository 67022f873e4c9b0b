import { registryRecordWithdrawn } from '@kcn/contracts';
import { instantToDate } from '@kcn/kernel';
import type { LogEntry } from '@kcn/messaging';
import { recordEvents } from '../application/record-events';
import type { RecordVersion } from '../domain/facts/record-version';

/** Record versions as the registry's log would hold them: positions as given, versions per unit counted from 1. */
export function logEntriesOf(board: string, versions: readonly RecordVersion[]): LogEntry[] {
  const counts = new Map<string, number>();
  return versions.map((version) => {
    const { unit, kind, key, content, position, recordedAt, actor, cause, reason } = version;
    const aggregateVersion = (counts.get(unit) ?? 0) + 1;
    counts.set(unit, aggregateVersion);
    const codec = recordEvents[kind].codec as { encode(message: unknown): { finish(): Uint8Array } };
    return {
      board,
      position: Number(position),
      aggregate: unit,
      aggregateVersion,
      type: content === null ? registryRecordWithdrawn.type : recordEvents[kind].type,
      payload: content === null ? registryRecordWithdrawn.codec.encode({ kind, key, reason: '' }).finish() : codec.encode(content).finish(),
      recordedAt: instantToDate(recordedAt),
      actor,
      cause,
      ...(reason === undefined ? {} : { reason }),
    };
  });
}
