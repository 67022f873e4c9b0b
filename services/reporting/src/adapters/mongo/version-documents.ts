import { instantFromDate, instantToDate } from '@kcn/kernel';
import { mongo } from 'mongoose';
import type { Place } from '../../application/ports';
import { recordEvents } from '../../application/record-events';
import type { RecordKind, RecordVersion } from '../../domain/facts/record-version';
import { bytesOf, positionText } from './collections';
import type { VersionDocument } from './collections';

export const versionId = ({ board, generation }: Place, position: bigint): string =>
  `${board}/${generation.toString()}/${positionText(position)}`;

const encode = ({ kind, content }: RecordVersion): Uint8Array | undefined => {
  const codec = recordEvents[kind].codec as { encode(message: unknown): { finish(): Uint8Array } };
  return content === null ? undefined : codec.encode(content).finish();
};

export function toVersionDocument(place: Place, version: RecordVersion): VersionDocument {
  const { unit, kind, key, position, recordedAt, actor, cause, reason } = version;
  const payload = encode(version);
  return {
    _id: versionId(place, position),
    board: place.board,
    generation: place.generation,
    unit,
    kind,
    key,
    position,
    recordedAt: instantToDate(recordedAt),
    actor,
    cause,
    ...(reason === undefined ? {} : { reason }),
    ...(payload ? { payload: new mongo.Binary(payload) } : {}),
  };
}

/** The document must have been read with `useBigInt64`. */
export function fromVersionDocument({
  unit,
  kind,
  key,
  position,
  recordedAt,
  actor,
  cause,
  reason,
  payload,
}: VersionDocument): RecordVersion {
  const { codec } = recordEvents[kind as RecordKind];
  return {
    unit,
    kind,
    key,
    position,
    recordedAt: instantFromDate(recordedAt),
    actor,
    cause,
    ...(reason === undefined ? {} : { reason }),
    content: payload ? codec.decode(bytesOf(payload)) : null,
  } as RecordVersion;
}
