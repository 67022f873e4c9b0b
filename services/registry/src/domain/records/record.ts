import { registryRecordEvents } from '@kcn/contracts';
import type { RecordEvent, RegistryContent, RegistryKind } from '@kcn/contracts';

/** One record: a row of an import file with the key columns that identify it within its board. */
export type BoardRecord = {
  readonly [K in RegistryKind]: { readonly kind: K; readonly key: string; readonly content: RegistryContent[K] };
}[RegistryKind];

/** Names a record within its board: `projects|0123456789`. */
export const recordId = (record: { readonly kind: RegistryKind; readonly key: string }): string => `${record.kind}|${record.key}`;

/** The catalogue's entry for a kind, for code that handles every kind alike. */
export const eventOf = (kind: RegistryKind): RecordEvent<unknown> => registryRecordEvents[kind] as RecordEvent<unknown>;

/** The record that a content is. */
export function recordOf(kind: RegistryKind, content: unknown): BoardRecord {
  return { kind, key: eventOf(kind).keyOf(content), content } as BoardRecord;
}

/** The unit (consistency boundary) a record belongs to: `project:0123456789`. */
export const unitOf = ({ kind, content }: BoardRecord): string => eventOf(kind).unitOf(content);

/** The content in the form that is stored, compared and published; what was encoded before is not encoded again. */
export const payloadOf = ({
  kind,
  content,
  payload,
}: Pick<BoardRecord, 'kind' | 'content'> & { readonly payload?: Uint8Array | undefined }): Uint8Array =>
  payload ?? eventOf(kind).codec.encode(content).finish();

export const contentFromPayload = (kind: RegistryKind, payload: Uint8Array): BoardRecord['content'] =>
  eventOf(kind).codec.decode(payload) as BoardRecord['content'];

export const equalContent = (a: BoardRecord, b: BoardRecord): boolean => Buffer.compare(payloadOf(a), payloadOf(b)) === 0;
