import { findRegistryKind, recordKeyParts, registryRecordEvents, registryRecordWithdrawn } from '@kcn/contracts';
import type { RegistryContent } from '@kcn/contracts';
import { invalid } from '@kcn/kernel';
import type { LogEntry } from '@kcn/messaging';

/** The registry's records that fees keeps something of. */
const KEPT = ['parks', 'projects', 'project-events', 'leases'] as const;
type KeptKind = (typeof KEPT)[number];

/** A record as an event says it; `content` is null where it was withdrawn. */
export type RegistryRecord = {
  readonly [K in KeptKind]: { readonly kind: K; readonly key: readonly string[]; readonly content: RegistryContent[K] | null };
}[KeptKind];

const isKept = (kind: string): kind is KeptKind => (KEPT as readonly string[]).includes(kind);

const unknownType = (type: string): Error =>
  invalid('unknown_event_type', { vi: `Không biết loại sự kiện ${type}`, en: `Unknown event type ${type}`, params: { type } });
const undecodable = (type: string, cause: unknown): Error =>
  invalid('undecodable_event', { vi: `Không đọc được nội dung sự kiện ${type}`, en: `The content of a ${type} cannot be decoded`, cause });
const wrongAggregate = (kind: string, aggregate: string): Error =>
  invalid('wrong_aggregate', {
    vi: `Bản ghi ${kind} không thuộc ${aggregate}`,
    en: `A record of ${kind} does not belong to ${aggregate}`,
    params: { aggregate },
  });

function decode<T>({ type }: LogEntry, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw undecodable(type, error);
  }
}

function readKept<K extends KeptKind>(kind: K, event: LogEntry): RegistryRecord {
  const { codec, keyOf, unitOf } = registryRecordEvents[kind];
  const content = decode(event, () => codec.decode(event.payload));
  if (unitOf(content) !== event.aggregate) throw wrongAggregate(kind, event.aggregate);
  // Kind and content belong together by construction; TypeScript cannot follow that through the union.
  return { kind, key: recordKeyParts(keyOf(content)), content } as RegistryRecord;
}

/**
 * What an event of the registry says of a record that fees keeps something of; undefined for one of another kind.
 * @throws DomainError invalid `unknown_event_type`, `undecodable_event`, `wrong_aggregate`
 */
export function readRegistryEvent(event: LogEntry): RegistryRecord | undefined {
  if (event.type === registryRecordWithdrawn.type) {
    const { kind, key } = decode(event, () => registryRecordWithdrawn.codec.decode(event.payload));
    return isKept(kind) ? { kind, key: recordKeyParts(key), content: null } : undefined;
  }
  const kind = findRegistryKind(event.type);
  if (kind === undefined) throw unknownType(event.type);
  return isKept(kind) ? readKept(kind, event) : undefined;
}
