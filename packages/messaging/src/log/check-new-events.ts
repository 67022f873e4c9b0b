import { DomainError } from '@kcn/kernel';
import { MAX_PAYLOAD_BYTES } from './log-entry';
import type { NewEvent } from './log-entry';

/** @throws DomainError too_large `event_too_large`; Error for an empty list, which would be a mistake of the caller */
export function checkNewEvents(events: readonly NewEvent[]): void {
  if (events.length === 0) throw new Error('append() needs at least one event');
  for (const event of events) {
    const bytes = event.payload.byteLength;
    if (bytes <= MAX_PAYLOAD_BYTES) continue;
    throw new DomainError({
      category: 'too_large',
      code: 'event_too_large',
      vi: `Nội dung ${bytes.toString()} byte vượt quá giới hạn ${MAX_PAYLOAD_BYTES.toString()} byte của một sự kiện`,
      en: `A content of ${bytes.toString()} bytes exceeds an event's limit of ${MAX_PAYLOAD_BYTES.toString()} bytes`,
      params: { bytes, limit: MAX_PAYLOAD_BYTES, aggregate: event.aggregate },
    });
  }
}
