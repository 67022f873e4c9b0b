import { findRegistryKind, registryRecordEvents, registryRecordWithdrawn, recordKeyParts, REGISTRY_KINDS } from '@kcn/contracts';
import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import { findDecimal, fitsInt64, instantFromDate, invalid, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { LogEntry } from '@kcn/messaging';
import type { RecordVersion } from '../../domain/facts/record-version';
import { factsOfUnit } from '../../domain/facts/unit-facts';

const undecodable = (type: string, cause: unknown): Error =>
  invalid('undecodable_event', { vi: `Không đọc được nội dung sự kiện ${type}`, en: `The content of a ${type} cannot be decoded`, cause });

function decode<T>(type: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw undecodable(type, error);
  }
}

const isRegistryKind = (text: string): text is RegistryKind => (REGISTRY_KINDS as readonly string[]).includes(text);

interface Decoded<K extends RegistryKind = RegistryKind> {
  readonly kind: K;
  readonly key: string;
  readonly content: RegistryContent[K] | null;
}

function decodeRecord<K extends RegistryKind>(kind: K, event: LogEntry): Decoded<K> {
  const { codec, keyOf, unitOf } = registryRecordEvents[kind];
  const content = decode(event.type, () => codec.decode(event.payload));
  if (unitOf(content) !== event.aggregate) {
    throw invalid('wrong_aggregate', {
      vi: `Bản ghi ${kind} ${keyOf(content)} không thuộc ${event.aggregate}`,
      en: `The record ${kind} ${keyOf(content)} does not belong to ${event.aggregate}`,
      params: { aggregate: event.aggregate },
    });
  }
  return { kind, key: keyOf(content), content };
}

function decodeWithdrawal(event: LogEntry): Decoded {
  const { kind, key } = decode(event.type, () => registryRecordWithdrawn.codec.decode(event.payload));
  if (!isRegistryKind(kind))
    throw invalid('unknown_record_kind', { vi: `Không có loại bản ghi "${kind}"`, en: `There is no kind of record "${kind}"` });
  return { kind, key, content: null };
}

/**
 * A registry event as the version of a record.
 * @throws DomainError invalid `unknown_event_type`, `undecodable_event`, `wrong_aggregate`, `unknown_record_kind`
 */
export function readRegistryEvent(event: LogEntry): RecordVersion {
  const kind = findRegistryKind(event.type);
  if (kind === undefined && event.type !== registryRecordWithdrawn.type) {
    throw invalid('unknown_event_type', {
      vi: `Không biết loại sự kiện ${event.type}`,
      en: `Unknown event type ${event.type}`,
      params: { type: event.type },
    });
  }
  const decoded = kind === undefined ? decodeWithdrawal(event) : decodeRecord(kind, event);
  const version = {
    ...decoded,
    unit: event.aggregate,
    position: BigInt(event.position),
    recordedAt: instantFromDate(event.recordedAt),
    actor: event.actor,
    cause: event.cause,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  };
  // Kind and content belong together by construction; TypeScript cannot follow that through the union.
  return version as RecordVersion;
}

/** Day and currency of an exchange-rate record, from its key. */
export function rateOfKey(key: string): { readonly date: PlainDate; readonly currency: string } {
  const [date = '', currency = ''] = recordKeyParts(key);
  return { date: plainDate(date), currency };
}

/**
 * Refuses an event that can never have its effect, before any transaction.
 * @throws DomainError invalid
 */
export function checkRegistryEvent(event: LogEntry): void {
  const version = readRegistryEvent(event);
  if (version.kind === 'exchange-rates') {
    rateOfKey(version.key);
    const rate = version.content && findDecimal(version.content.vndPerUnit);
    if (version.content && (!rate || rate.unscaled <= 0n || !fitsInt64(rate.unscaled))) {
      throw invalid('bad_rate', {
        vi: `Tỷ giá "${version.content.vndPerUnit}" không hợp lệ`,
        en: `"${version.content.vndPerUnit}" is not a rate`,
      });
    }
  } else factsOfUnit(event.aggregate, [version], []);
}
