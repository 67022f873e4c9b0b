import type { eventLogV1 } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import type { LogEntry } from '../log/log-entry';

/** An entry of the log as `kcn.common.v1.LogEntry`. */
export const entryToWire = ({
  board,
  position,
  aggregate,
  aggregateVersion,
  type,
  payload,
  recordedAt,
  actor,
  cause,
  reason,
}: LogEntry): eventLogV1.LogEntry => ({
  board,
  position: BigInt(position),
  aggregate,
  aggregateVersion: BigInt(aggregateVersion),
  type,
  payload: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength),
  recordedAt,
  actor,
  cause,
  reason: reason ?? '',
});

/** @throws DomainError invalid `bad_log_entry` for an entry without its instant, which no source of ours sends */
export function entryFromWire({
  board,
  position,
  aggregate,
  aggregateVersion,
  type,
  payload,
  recordedAt,
  actor,
  cause,
  reason,
}: eventLogV1.LogEntry): LogEntry {
  if (!recordedAt) {
    throw invalid('bad_log_entry', {
      vi: `Vị trí ${position.toString()} của nhật ký không có thời điểm ghi`,
      en: `Position ${position.toString()} of the log carries no instant`,
    });
  }
  return {
    board,
    position: Number(position),
    aggregate,
    aggregateVersion: Number(aggregateVersion),
    type,
    payload,
    recordedAt,
    actor,
    cause,
    ...(reason === '' ? {} : { reason }),
  };
}
